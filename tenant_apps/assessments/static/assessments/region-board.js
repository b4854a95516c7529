// <region-board>: places on the chosen picture, drawn by pointer or moved by keys, kept in the rows of the form.
import { placeOf, STEPS, SVG, within } from "./crosshair.js";

const LEAST = 1;

class RegionBoard extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.picture = this.querySelector(".pinned-in");
    this.svg = this.querySelector("svg");
    this.select = this.form.elements.picture;
    this.button = this.querySelector("button");
    this.select.addEventListener("change", () => this.look());
    this.button.addEventListener("click", () => this.put([40, 40, 20, 20]).focus());
    this.form.addEventListener("focusin", (event) => { this.row = event.target.closest(".answer-rows li") ?? this.row; });
    this.form.addEventListener("input", (event) => event.target.name === "match" && this.draw());
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

  free() {
    const empty = (row) => row && !this.field(row, "match").value && !this.field(row, "answer").value;
    if (this.row && this.form.contains(this.row) && !this.field(this.row, "match").value) return this.row;
    const found = this.rows().find(empty);
    if (found) return found;
    this.form.querySelector("answer-rows button").click();
    return this.rows().at(-1);
  }

  put(box, row = this.free()) {
    this.field(row, "match").value = box.map((part) => Number(part.toFixed(1))).join(" ");
    if (!this.rows().some((one) => this.field(one, "right").checked)) this.field(row, "right").checked = true;
    this.draw();
    return this.svg.querySelector(`[data-row="${this.rows().indexOf(row)}"]`);
  }

  begin(event) {
    if (event.target.closest("[data-row]")) return;
    event.preventDefault();
    const from = placeOf(event, this.picture).map(within), row = this.free();
    const move = (later) => {
      const to = placeOf(later, this.picture).map(within);
      const size = to.map((part, axis) => Math.abs(part - from[axis]));
      if (Math.min(...size) >= LEAST) this.put([...to.map((part, axis) => Math.min(part, from[axis])), ...size], row);
    };
    this.picture.setPointerCapture(event.pointerId);
    this.picture.addEventListener("pointermove", move);
    this.picture.addEventListener("lostpointercapture", () => {
      this.picture.removeEventListener("pointermove", move);
      this.row = null;
      this.field(row, "answer").focus();
    }, { once: true });
  }

  draw() {
    this.svg.replaceChildren();
    this.rows().forEach((row, place) => {
      const box = this.field(row, "match").value.trim().split(/\s+/).map(Number);
      if (box.length === 4 && box.every(Number.isFinite)) this.svg.append(this.region(box, row, place));
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
