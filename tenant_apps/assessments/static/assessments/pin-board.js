// <pin-board> around a picture and a form: a click or the arrow keys say where the next pin goes.
import { Crosshair, placeOf } from "./crosshair.js";

class PinBoard extends HTMLElement {
  connectedCallback() {
    this.picture = this.querySelector(".pinned-in");
    const inputs = ["x", "y"].map((name) => this.querySelector(`[name=${name}]`));
    const text = this.querySelector("textarea");
    const { label, hint } = this.dataset;
    this.cross = new Crosshair(this.picture, inputs, { label, hint, entered: () => text.focus() });
    this.picture.addEventListener("click", (event) => {
      if (event.target.closest("a")) return;
      this.cross.place(...placeOf(event, this.picture));
      text.focus();
    });
  }
}

customElements.define("pin-board", PinBoard);
