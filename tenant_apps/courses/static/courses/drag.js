// Moving by mouse, pen or finger: the part follows the pointer's height and settles where it is let go.
import { isModule, partOf, placeOf, remember } from "./places.js";

const STARTS_AFTER = 4;
const EDGE = 70;
const GLIDE = 8; // a frame

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
    held.y = event.clientY;
    this.settle(held.part, held.y);
    if (!held.frame) this.glide(held);
  }

  // at an edge of the window the outline moves on under a hand that rests there
  glide(held) {
    const way = held.y < EDGE ? -1 : held.y > innerHeight - EDGE ? 1 : 0;
    held.frame = way && held.going ? requestAnimationFrame(() => this.glide(held)) : 0;
    if (!held.frame) return;
    scrollerOf(this.outline).scrollBy({ top: way * GLIDE, behavior: "instant" });
    this.settle(held.part, held.y);
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
    const { going } = held;
    this.rest(held);
    if (going && JSON.stringify(placeOf(held.part)) !== held.from) this.outline.move(held.part, held.back);
    else this.outline.released();
  }

  cancel(held) {
    this.rest(held);
    held.back();
    this.outline.say(this.outline.dataset.cancelled);
    this.outline.released();
  }

  rest(held) {
    this.isGoing = held.going = false;
    delete held.part.dataset.dragging;
    document.documentElement.classList.remove("is-dragging");
  }
}

// the Studio scrolls a part of its page, and not the window
function scrollerOf(element) {
  for (let one = element.parentElement; one; one = one.parentElement)
    if (one.scrollHeight > one.clientHeight && ["auto", "scroll"].includes(getComputedStyle(one).overflowY)) return one;
  return document.scrollingElement;
}
