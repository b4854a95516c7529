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
