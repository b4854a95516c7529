// Moving by mouse, pen or finger: the part follows the pointer's height and settles where it is let go.
import { isModule, partOf, placeOf, remember } from "./places.js";

const STARTS_AFTER = 4;
const EDGE = 70;

export class Drag {
  constructor(outline) {
    this.outline = outline;
    outline.addEventListener("pointerdown", (event) => this.press(event));
  }

  press(event) {
    const grip = event.target.closest(".grip");
    if (!grip || event.button > 0) return;
    const part = partOf(grip);
    const held = { part, startY: event.clientY, back: remember(part), from: JSON.stringify(placeOf(part)), going: false };
    const stop = new AbortController();
    const on = (name, act) => addEventListener(name, act, { signal: stop.signal });
    on("pointermove", (moved) => moved.pointerId === event.pointerId && this.follow(held, moved));
    on("pointerup", () => { stop.abort(); this.drop(held); });
    on("pointercancel", () => { stop.abort(); this.cancel(held); });
    on("keydown", (pressed) => pressed.key === "Escape" && (stop.abort(), this.cancel(held)));
  }

  follow(held, event) {
    if (!held.going && Math.abs(event.clientY - held.startY) < STARTS_AFTER) return;
    held.going = this.isGoing = true;
    held.part.dataset.dragging = "";
    document.documentElement.classList.add("is-dragging");
    event.preventDefault();
    this.settle(held.part, event.clientY);
    if (event.clientY < EDGE) scrollBy(0, -12);
    if (event.clientY > innerHeight - EDGE) scrollBy(0, 12);
  }

  settle(part, y) {
    const middle = (element) => { const box = element.getBoundingClientRect(); return box.top + box.height / 2; };
    if (isModule(part)) return this.insert(part, part.parentElement, "module", (other) => y < middle(other.firstElementChild));
    const modules = [...this.outline.querySelectorAll("[data-module]")];
    const home = modules.findLast((module) => y >= module.getBoundingClientRect().top) ?? modules[0];
    return this.insert(part, home.querySelector("[data-lessons]"), "lesson", (other) => y < middle(other));
  }

  insert(part, list, kind, isBefore) {
    const others = [...list.children].filter((other) => other !== part && kind in other.dataset);
    const next = others.find(isBefore) ?? null;
    if (part.parentElement !== list || part.nextElementSibling !== next) list.insertBefore(part, next);
  }

  drop(held) {
    this.rest(held);
    if (held.going && JSON.stringify(placeOf(held.part)) !== held.from) this.outline.move(held.part, held.back);
    else this.outline.released();
  }

  cancel(held) {
    this.rest(held);
    held.back();
    this.outline.say(this.outline.dataset.cancelled);
    this.outline.released();
  }

  rest(held) {
    this.isGoing = false;
    delete held.part.dataset.dragging;
    document.documentElement.classList.remove("is-dragging");
  }
}
