// A mark on a picture, kept in two inputs in percent: set by a click, moved by the arrow keys or dragged.
export const SVG = "http://www.w3.org/2000/svg";
export const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
export const within = (value) => Math.min(100, Math.max(0, value));

export function placeOf(event, picture) {
  const box = picture.getBoundingClientRect();
  return [(100 * (event.clientX - box.left)) / box.width, (100 * (event.clientY - box.top)) / box.height];
}

export class Crosshair {
  constructor(picture, inputs, { label, hint, digits = 2, waitsAt = [50, 50], entered = () => {} }) {
    Object.assign(this, { inputs, digits, waitsAt, entered });
    this.mark = document.createElementNS(SVG, "g");
    const labels = { role: "slider", tabindex: "0", "aria-label": label, "aria-description": hint };
    for (const [name, value] of Object.entries(labels)) this.mark.setAttribute(name, value);
    for (const [css, radius] of [["pin-reach", 22], ["pin-new", 9]]) {
      const dot = document.createElementNS(SVG, "circle");
      dot.setAttribute("class", css);
      dot.setAttribute("r", radius);
      this.mark.append(dot);
    }
    this.mark.addEventListener("keydown", (event) => this.key(event));
    this.mark.addEventListener("pointerdown", (event) => this.hold(event, picture));
    for (const input of inputs) input.addEventListener("input", () => this.show());
    picture.querySelector("svg").append(this.mark);
    this.show();
  }

  get isSet() {
    return this.inputs.every((input) => input.value !== "");
  }

  get at() {
    return this.isSet ? this.inputs.map((input) => Number(input.value)) : this.waitsAt;
  }

  key(event) {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      if (!this.isSet) this.place(...this.at);
      this.entered();
    }
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const far = event.shiftKey ? 10 : 1;
    this.place(...this.at.map((part, axis) => part + far * step[axis]));
  }

  hold(event, picture) {
    if (event.button) return;
    const move = (later) => this.place(...placeOf(later, picture));
    this.mark.setPointerCapture(event.pointerId);
    this.mark.addEventListener("pointermove", move);
    this.mark.addEventListener("lostpointercapture", () => this.mark.removeEventListener("pointermove", move), { once: true });
  }

  place(...to) {
    this.inputs.forEach((input, axis) => { input.value = within(to[axis]).toFixed(this.digits); });
    this.inputs[0].dispatchEvent(new Event("input", { bubbles: true }));
  }

  show() {
    const [x, y] = this.at;
    for (const dot of this.mark.children) {
      dot.setAttribute("cx", `${x}%`);
      dot.setAttribute("cy", `${y}%`);
    }
    this.mark.toggleAttribute("data-waits", !this.isSet);
    this.mark.setAttribute("aria-valuenow", Math.round(x));
    this.mark.setAttribute("aria-valuetext", this.isSet ? `${Math.round(x)} %, ${Math.round(y)} %` : "–");
  }
}
