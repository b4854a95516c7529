// Ticked lessons: with Shift from the last one on, a whole module at once; they stay ticked when the board is drawn anew.
export class Ticks {
  constructor(outline) {
    this.outline = outline;
    this.ticked = new Set();
    this.last = null;
    outline.addEventListener("click", (event) => this.click(event));
    outline.addEventListener("change", (event) => event.target.matches(".tick") && this.read());
    outline.addEventListener("keydown", (event) => event.key === "Escape" && !outline.isHolding && this.ticked.size && this.leave(event));
  }

  get boxes() {
    return [...this.outline.querySelectorAll("[name=lesson].tick")];
  }

  click(event) {
    if (event.target.closest("[data-untick]")) return this.clear();
    const box = event.target.closest(".tick");
    if (!box) return undefined;
    if ("all" in box.dataset) {
      for (const one of box.closest("[data-module]").querySelectorAll("[name=lesson].tick")) one.checked = box.checked;
    } else {
      if (event.shiftKey && this.last) this.through(box);
      this.last = box.value;
    }
    return this.read();
  }

  through(box) {
    const boxes = this.boxes;
    const ends = [boxes.findIndex((one) => one.value === this.last), boxes.indexOf(box)].sort((a, b) => a - b);
    if (ends[0] < 0) return;
    for (const one of boxes.slice(ends[0], ends[1] + 1)) one.checked = box.checked;
  }

  leave(event) {
    if (event.target.closest(".rename") || this.outline.querySelector(":popover-open, dialog[open]")) return;
    this.clear();
  }

  clear() {
    for (const box of this.boxes) box.checked = false;
    this.read();
  }

  read() {
    this.ticked = new Set(this.boxes.filter((box) => box.checked).map((box) => box.value));
    this.tell();
  }

  again() {
    for (const box of this.boxes) box.checked = this.ticked.has(box.value);
    this.read();
  }

  tell() {
    for (const all of this.outline.querySelectorAll(".tick[data-all]")) {
      const inside = [...all.closest("[data-module]").querySelectorAll("[name=lesson].tick")];
      all.checked = inside.length > 0 && inside.every((box) => box.checked);
      all.indeterminate = !all.checked && inside.some((box) => box.checked);
    }
    const bar = this.outline.querySelector("#selection");
    if (!bar) return;
    const n = this.ticked.size;
    bar.toggleAttribute("data-shown", n > 0);
    bar.querySelector("output").textContent = (n === 1 ? bar.dataset.one : bar.dataset.many).replace("{n}", n);
  }
}
