// A wallet's own sheet, which no page can reach into: it shows the amount and knows its owner.
const said = Object.fromEntries(new URLSearchParams(location.search));
const OWNER = {
  name: "Wanda Pocket",
  email: "wanda.pocket@example.com",
  address: { line1: "Kanalstr. 1", line2: null, city: "Hamburg", state: "HH", postal_code: "20095", country: "DE" },
};

document.querySelector("h1").textContent = `${said.business}: ${said.amount || "nothing"} ${said.currency}`;
for (const button of document.querySelectorAll("button")) {
  button.addEventListener("click", () => {
    const owner = { ...OWNER, email: said.email ? OWNER.email : undefined };
    const answer = button.value === "yes" && { number: document.querySelector("select").value, owner };
    window.parent.postMessage({ name: "closed", answer }, "*");
  });
}
// there to be pressed once pressing is heard
document.querySelector("p[hidden]").hidden = false;
