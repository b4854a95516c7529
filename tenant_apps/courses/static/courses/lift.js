// Moving by keyboard: Space lifts, arrows move, Space or Enter puts down, Escape takes it back.
import { listName, partOf, placeOf, remember, step } from "./places.js";

export class Lift {
  constructor(outline) {
    this.outline = outline;
    outline.addEventListener("keydown", (event) => this.press(event));
    outline.addEventListener("focusout", (event) => this.part && !this.moving && event.target.closest(".grip") && this.cancel());
  }

  press(event) {
    const grip = event.target.closest(".grip");
    if (!grip) return;
    if (!this.part) {
      if (event.key === " ") this.start(event, grip);
      return;
    }
    const acts = { " ": "drop", Enter: "drop", Escape: "cancel", ArrowUp: -1, ArrowDown: 1 };
    const act = acts[event.key];
    if (act === undefined) return;
    event.preventDefault();
    if (typeof act === "number") this.shift(act, grip);
    else this[act]();
  }

  start(event, grip) {
    event.preventDefault();
    this.part = partOf(grip);
    this.back = remember(this.part);
    this.from = JSON.stringify(placeOf(this.part));
    this.part.dataset.dragging = "";
    grip.setAttribute("aria-pressed", "true");
    this.outline.say(this.outline.dataset.lifted);
  }

  shift(way, grip) {
    this.moving = true;
    step(this.part, way);
    grip.focus();
    this.moving = false;
    const words = this.outline.dataset.at;
    const place = placeOf(this.part).position;
    this.outline.say(words.replace("{place}", place).replace("{list}", listName(this.part, this.outline)));
    this.part.scrollIntoView({ block: "nearest" });
  }

  drop() {
    const part = this.end();
    this.outline.say(this.outline.dataset.dropped);
    if (JSON.stringify(placeOf(part)) !== this.from) this.outline.move(part, this.back);
    else this.outline.released();
  }

  cancel() {
    const { back } = this;
    const part = this.end();
    this.moving = true;
    back();
    part.querySelector(".grip").focus();
    this.moving = false;
    this.outline.say(this.outline.dataset.cancelled);
    this.outline.released();
  }

  end() {
    const { part } = this;
    this.part = null;
    delete part.dataset.dragging;
    part.querySelector(".grip").removeAttribute("aria-pressed");
    return part;
  }
}
