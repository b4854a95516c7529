// On a phone a row of tabs is wider than the screen: begin where the page itself stands.
for (const current of document.querySelectorAll("nav:is(.tabs, .segmented) [aria-current=page]")) {
  const row = current.parentElement, spare = (row.clientWidth - current.offsetWidth) / 2;
  row.scrollBy({ left: current.getBoundingClientRect().left - row.getBoundingClientRect().left - spare, behavior: "instant" });
}
