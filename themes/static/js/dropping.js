// A place to drop files on; `took` gets what was dropped.
export function dropOn(place, took) {
  place.addEventListener("dragover", (event) => { event.preventDefault(); place.dataset.over = ""; });
  place.addEventListener("dragleave", () => delete place.dataset.over);
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    delete place.dataset.over;
    took(event.dataTransfer);
  });
}
