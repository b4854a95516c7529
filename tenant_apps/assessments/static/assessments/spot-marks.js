// <spot-marks> around a picture and pairs of numbers: a click sets the next mark, or moves the one it hits, else the nearest.
import { Crosshair, placeOf } from "./crosshair.js";

class SpotMarks extends HTMLElement {
  connectedCallback() {
    this.picture = this.querySelector(".pinned-in");
    const rows = [...this.querySelectorAll(".spot-places li")];
    const { label, hint } = this.dataset;
    this.marks = rows.map((row, place) => new Crosshair(this.picture, [...row.querySelectorAll("input")], {
      label: `${label} ${place + 1}`, hint, digits: 1, waitsAt: [(100 * (place + 1)) / (rows.length + 1), 50],
    }));
    this.querySelector("details").open = false;
    this.picture.addEventListener("click", (event) => this.put(placeOf(event, this.picture), event.target.closest("[role=slider]")));
  }

  put([x, y], hit) {
    const far = (mark) => Math.hypot(mark.at[0] - x, mark.at[1] - y);
    const mark = this.marks.find((one) => one.mark === hit) ?? this.marks.find((one) => !one.isSet) ?? this.marks.reduce((one, other) => (far(other) < far(one) ? other : one));
    mark.place(x, y);
    mark.mark.focus();
  }
}

customElements.define("spot-marks", SpotMarks);
