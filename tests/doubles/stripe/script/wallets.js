// The buttons of the wallets that are there: pressed, each tells Stripe's script so.
const said = new URLSearchParams(location.search);
const NAMES = { applePay: "Apple Pay", googlePay: "Google Pay", link: "Link" };

for (const wallet of said.get("wallets").split(",").filter(Boolean)) {
  const button = Object.assign(document.createElement("button"), { value: wallet, textContent: NAMES[wallet] });
  button.addEventListener("click", () => window.parent.postMessage({ name: "pressed", answer: wallet }, "*"));
  document.body.append(button);
}
