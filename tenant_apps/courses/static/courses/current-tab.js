// On a phone a row of tabs is wider than the screen: begin where the page itself stands.
const current = document.querySelector("nav.tabs [aria-current=page]");
if (current) {
  const row = current.parentElement, spare = (row.clientWidth - current.offsetWidth) / 2;
  row.scrollBy({ left: current.getBoundingClientRect().left - row.getBoundingClientRect().left - spare, behavior: "instant" });
}
