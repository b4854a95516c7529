// <hot-spots>: numbered buttons on a picture; each shows what its place says. Without a script the list stays whole.
class HotSpots extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    this.spots = [...this.querySelectorAll(".spot")];
    for (const spot of this.spots) {
      // half of a button stays inside the picture
      spot.style.left = `clamp(1.375rem, ${spot.dataset.x / 10}%, 100% - 1.375rem)`;
      spot.style.top = `clamp(1.375rem, ${spot.dataset.y / 10}%, 100% - 1.375rem)`;
      spot.hidden = false;
      spot.addEventListener("click", () => this.open(spot), { signal: this.stop.signal });
      this.place(spot).hidden = true;
    }
    this.addEventListener("keydown", (event) => event.key === "Escape" && this.open(null), { signal: this.stop.signal });
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  place(spot) {
    return document.getElementById(spot.getAttribute("aria-controls"));
  }

  open(wanted) {
    const again = wanted?.getAttribute("aria-expanded") === "true";
    for (const spot of this.spots) {
      const shown = spot === wanted && !again;
      spot.setAttribute("aria-expanded", shown);
      this.place(spot).hidden = !shown;
    }
    if (wanted && !again) this.place(wanted).scrollIntoView({ block: "nearest" });
  }
}

customElements.define("hot-spots", HotSpots);
