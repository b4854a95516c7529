// What a wallet knows goes into the checkout's own form, and the form is sent as its own button sends it.

/** Show the zone of wallets: one of them can pay here. */
export function show(element) {
  element.closest(".express-zone").classList.add("is-ready");
}

/** Send the form around a wallet's button; what its owner typed stays, what they left empty the wallet says. */
export function payBy(element, gateway, { name, email, address } = {}) {
  const form = element.closest("form");
  const fields = form.elements;
  fillIn(fields.email, email);
  fillIn(fields.name, name || email?.split("@")[0]);
  choose(fields.country, address?.country);
  fillIn(fields.region, address?.state);
  fillIn(fields.postal_code, address?.postal_code);
  fields.wallet.value = gateway;
  addEventListener("pageshow", (event) => event.persisted && location.reload(), { once: true });
  form.requestSubmit(form.querySelector("button[type=submit][data-kind=primary]"));
}

function fillIn(field, said) {
  if (field && said && !field.disabled && !field.value) field.value = said;
}

// a country that was only guessed gives way to the one that the wallet's card is billed in
function choose(field, said) {
  const wanted = field && [...field.options].find((option) => option.value === said?.toUpperCase());
  const typed = field?.value && !field.selectedOptions[0].defaultSelected;
  if (wanted && !typed) field.value = wanted.value;
}
