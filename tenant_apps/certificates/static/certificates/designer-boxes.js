// A box over each field: dragged by mouse or finger, moved and sized by arrow keys.
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const round = (value) => Math.round(value * 100) / 100;

export class Boxes {
  constructor(designer) {
    this.designer = designer;
    this.stage = designer.stage;
    this.stage.addEventListener("pointerdown", (event) => this.take(event));
    this.stage.addEventListener("focusin", (event) => this.focused(event));
    this.stage.addEventListener("keydown", (event) => this.press(event));
  }

  paint() {
    const { fields } = this.designer.layout;
    const boxes = [...this.stage.querySelectorAll(".designer-box")];
    boxes.slice(fields.length).forEach((box) => box.remove());
    fields.forEach((field, index) => this.show(boxes[index] ?? this.make(), field, index));
  }

  make() {
    const box = document.createElement("button");
    box.type = "button";
    box.className = "designer-box";
    box.append(document.createElement("i"));
    this.stage.append(box);
    return box;
  }

  show(box, field, index) {
    const words = field.kind === "text" ? field.text : "";
    box.dataset.index = index;
    box.toggleAttribute("data-empty", field.kind === "picture" && !field.picture);
    box.setAttribute("aria-label", `${this.designer.state.kinds[field.kind]} ${words}`.trim());
    box.setAttribute("aria-pressed", index === this.designer.picked);
    const height = field.kind === "text" ? this.tall(field) : field.h;
    for (const [name, value] of Object.entries({ left: field.x, top: field.y, width: field.w, height })) box.style[name] = `${value}%`;
  }

  tall(field) {
    const { paper, orientation } = this.designer.layout;
    const [short, long] = this.designer.state.papers[paper];
    const lines = field.text.split("\n").length;
    return (100 * lines * field.size * 1.15 * 25.4) / 72 / (orientation === "landscape" ? short : long);
  }

  focus() {
    const box = this.stage.querySelector(`[data-index="${this.designer.picked}"]`);
    (box ?? this.designer.querySelector("[data-add]")).focus();
  }

  focused(event) {
    const box = event.target.closest(".designer-box");
    if (box && Number(box.dataset.index) !== this.designer.picked) this.designer.pick(Number(box.dataset.index));
  }

  press(event) {
    if (!event.target.closest(".designer-box") || !this.designer.field) return;
    if (event.key === "Delete" || event.key === "Backspace") return this.designer.takeAway();
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const far = event.shiftKey ? 5 : 0.5;
    this.designer.change(() => this.shift(this.designer.field, event.altKey, far * step[0], far * step[1]), event.repeat);
  }

  shift(field, isSize, dx, dy) {
    const [across, down] = isSize ? ["w", "h"] : ["x", "y"];
    const least = isSize ? 0.5 : -50;
    if (dx) field[across] = round(Math.min(150, Math.max(least, field[across] + dx)));
    if (dy) field[down] = round(Math.min(150, Math.max(isSize ? 0 : -50, (field[down] ?? 0) + dy)));
  }

  take(event) {
    if (event.button) return;
    const box = event.target.closest(".designer-box");
    if (!box) return this.designer.pick(-1);
    event.preventDefault();
    box.focus();
    // one that kept the focus while nothing was picked does not say so
    this.designer.pick(Number(box.dataset.index));
    const isSize = event.target !== box;
    const frame = this.stage.getBoundingClientRect();
    const { field } = this.designer;
    const from = { ...field, w: field.w, h: field.h ?? 0 };
    let isFirst = true;
    const move = (now) => {
      const dx = (100 * (now.clientX - event.clientX)) / frame.width;
      const dy = (100 * (now.clientY - event.clientY)) / frame.height;
      if (isFirst && Math.hypot(dx, dy) < 0.3) return;
      this.designer.change(() => {
        Object.assign(this.designer.field, isSize ? { w: from.w, h: from.h } : { x: from.x, y: from.y });
        this.shift(this.designer.field, isSize, dx, dy);
      }, !isFirst);
      isFirst = false;
    };
    const stop = () => {
      this.stage.removeEventListener("pointermove", move);
      for (const name of ["pointerup", "pointercancel"]) this.stage.removeEventListener(name, stop);
    };
    this.stage.setPointerCapture(event.pointerId);
    this.stage.addEventListener("pointermove", move);
    for (const name of ["pointerup", "pointercancel"]) this.stage.addEventListener(name, stop);
  }
}
