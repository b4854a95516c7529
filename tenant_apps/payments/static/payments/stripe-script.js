// Loads Stripe's own script once, from Stripe, as its terms and our content policy want it.
let loading;

export async function stripeFor({ src, key, account }) {
  loading ??= new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src, onload: resolve, onerror: reject });
    document.head.append(script);
  });
  await loading;
  return window.Stripe(key, { ...(account && { stripeAccount: account }), locale: document.documentElement.lang || "auto" });
}

/** What a group of Stripe's fields is for, in the page's own colours. */
export function wishesOf(element) {
  const look = getComputedStyle(element);
  const variables = { colorText: look.color, fontFamily: look.fontFamily, colorPrimary: look.accentColor };
  if (variables.colorPrimary === "auto") delete variables.colorPrimary;
  const later = element.dataset.saves ? { setupFutureUsage: "off_session" } : {};
  return { ...moneyOf(element.dataset), appearance: { variables }, ...later };
}

// nothing to pay today: the card is kept for the day something is
function moneyOf({ amount, currency }) {
  return { ...(amount ? { mode: "payment", amount: Number(amount) } : { mode: "setup" }), currency };
}

/** Tell Stripe's fields of every new total that the page shows. */
export function follow(element, elements) {
  const tell = () => {
    if (!element.isConnected) return document.removeEventListener("live-form:swapped", tell);
    const due = document.querySelector(".due[data-for=stripe]")?.dataset;
    if (!due) return;
    const later = element.matches("stripe-express") ? { setupFutureUsage: due.saves ? "off_session" : null } : {};
    elements.update({ ...moneyOf(due), ...later });
  };
  document.addEventListener("live-form:swapped", tell);
}
