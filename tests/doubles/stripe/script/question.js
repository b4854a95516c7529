// The bank's own page, in a frame: it tells Stripe's script what was pressed.
const said = Object.fromEntries(new URLSearchParams(location.search));

for (const button of document.querySelectorAll("button")) {
  button.addEventListener("click", async () => {
    const body = JSON.stringify({ ...said, approved: button.value === "yes" });
    const answer = await (await fetch("/question", { method: "POST", body })).json();
    window.parent.postMessage({ name: "answered", answer }, "*");
  });
}
document.querySelector("p").hidden = false;
