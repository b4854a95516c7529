// The fields. What is typed here goes to this host alone; the page around them gets a token.
const form = document.querySelector("form");
const said = new URLSearchParams(location.search);

function incomplete() {
  const { way, number, expiry, cvc, iban } = form.elements;
  if (way.value === "sepa_debit") return !iban.value;
  return way.value === "card" && !(number.value && expiry.value && cvc.value);
}

const acts = {
  check: async () => (incomplete() ? { error: { message: "Your card number is incomplete." } } : {}),
  token: async () => {
    const filled = Object.fromEntries(new FormData(form));
    const body = JSON.stringify({ ...filled, key: said.get("key"), account: said.get("account") });
    return (await fetch("/elements", { method: "POST", body })).json();
  },
};

window.addEventListener("message", async ({ data, source, origin }) => {
  if (!acts[data?.name]) return;
  const answer = await acts[data.name]();
  form.querySelector("[role=alert]").textContent = answer.error?.message ?? "";
  source.postMessage({ name: data.name, answer }, origin);
});
