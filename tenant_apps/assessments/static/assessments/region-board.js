// <region-board>: places on the chosen picture, drawn and moved by pointer or by keys, kept in the rows of the form.
import { placeOf, STEPS, SVG, within } from "./crosshair.js";

const LEAST = 1;
const tenth = (part) => Number(part.toFixed(1));

class RegionBoard extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.picture = this.querySelector(".pinned-in");
    this.svg = this.querySelector("svg");
    this.select = this.form.elements.picture;
    this.button = this.querySelector("button");
    this.select.addEventListener("change", () => this.look());
    this.button.addEventListener("click", () => {
      const row = this.free();
      if (row) this.put([40, 40, 20, 20], row).focus();
    });
    this.form.addEventListener("focusin", (event) => { this.row = event.target.closest(".answer-rows li") ?? this.row; });
    this.form.addEventListener("input", (event) => ["match", "answer"].includes(event.target.name) && this.draw());
    this.picture.addEventListener("pointerdown", (event) => this.begin(event));
    this.look();
  }

  look() {
    const src = this.select.selectedOptions[0]?.dataset.src;
    this.picture.hidden = this.button.hidden = !src;
    if (src) this.querySelector("img").src = src;
    this.draw();
  }

  rows() {
    return [...this.form.querySelectorAll(".answer-rows li")];
  }

  field(row, name) {
    return row.querySelector(`[name=${name}]`);
  }

  // the row somebody was in, else the first empty one, else one more while there may be more
  free() {
    const empty = (row) => row && !this.field(row, "match").value && !this.field(row, "answer").value;
    if (this.row && this.form.contains(this.row) && !this.field(this.row, "match").value) return this.row;
    const found = this.rows().find(empty), more = this.form.querySelector("answer-rows button");
    if (found || more.hidden) return found;
    more.click();
    return this.rows().at(-1);
  }

  put([x, y, width, height], row) {
    // by its corners: rounded apart, a place at the edge would lie beyond it
    const from = [x, y].map(tenth), to = [x + width, y + height].map(tenth);
    this.field(row, "match").value = [...from, ...from.map((part, axis) => tenth(to[axis] - part))].join(" ");
    if (!this.rows().some((one) => this.field(one, "right").checked)) this.field(row, "right").checked = true;
    this.draw();
    return this.svg.querySelector(`[data-row="${this.rows().indexOf(row)}"]`);
  }

  begin(event) {
    if (event.button) return;
    event.preventDefault();
    const held = event.target.closest("[data-row]")?.dataset.row, row = held ? this.rows()[held] : this.free();
    if (!row) return;
    const from = placeOf(event, this.picture).map(within), follow = held ? this.moving(row, from) : this.drawing(row, from);
    const move = (later) => follow(placeOf(later, this.picture).map(within));
    this.picture.setPointerCapture(event.pointerId);
    this.picture.addEventListener("pointermove", move);
    this.picture.addEventListener("lostpointercapture", () => {
      this.picture.removeEventListener("pointermove", move);
      this.row = null;
      (held ? this.svg.querySelector(`[data-row="${held}"]`) : this.field(row, "answer")).focus();
    }, { once: true });
  }

  drawing(row, from) {
    return (to) => {
      const size = to.map((part, axis) => Math.abs(part - from[axis]));
      if (Math.min(...size) >= LEAST) this.put([...to.map((part, axis) => Math.min(part, from[axis])), ...size], row);
    };
  }

  moving(row, from) {
    const box = this.box(row), size = box.slice(2);
    return (to) => {
      const at = to.map((part, axis) => tenth(Math.min(100 - size[axis], within(box[axis] + part - from[axis]))));
      this.put([...at, ...size], row);
    };
  }

  // where a row's place is: four numbers, or nothing
  box(row) {
    const numbers = this.field(row, "match").value.trim().split(/\s+/).map(Number);
    return numbers.length === 4 && numbers.every(Number.isFinite) ? numbers : null;
  }

  draw() {
    this.svg.replaceChildren();
    this.rows().forEach((row, place) => {
      const box = this.box(row);
      if (box) this.svg.append(this.region(box, row, place));
    });
  }

  region(box, row, place) {
    const rect = document.createElementNS(SVG, "rect");
    ["x", "y", "width", "height"].forEach((name, part) => rect.setAttribute(name, `${box[part]}%`));
    const name = this.field(row, "answer").value || `${this.dataset.label} ${place + 1}`;
    const told = { class: "spot-region", tabindex: 0, role: "slider", "data-row": place, "aria-label": name, "aria-description": this.dataset.hint, "aria-valuenow": Math.round(box[0]), "aria-valuetext": box.map((part) => `${part} %`).join(", ") };
    for (const [key, value] of Object.entries(told)) rect.setAttribute(key, value);
    rect.addEventListener("keydown", (event) => this.key(event, box, row));
    return rect;
  }

  key(event, [x, y, width, height], row) {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const size = event.shiftKey ? [width + step[0], height + step[1]] : [width, height];
    const at = event.shiftKey ? [x, y] : [x + step[0], y + step[1]];
    const wide = Math.min(100, Math.max(LEAST, size[0])), high = Math.min(100, Math.max(LEAST, size[1]));
    this.put([Math.min(100 - wide, within(at[0])), Math.min(100 - high, within(at[1])), wide, high], row).focus();
  }
}

customElements.define("region-board", RegionBoard);
