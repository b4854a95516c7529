// What somebody has in a hand: a part that is moved, a name that is typed, a menu, a question, a button half pressed.
const HELD = ".rename:not([hidden], [aria-busy]) :focus, dialog[open], :popover-open";

export class Hand {
  constructor(outline) {
    this.outline = outline;
    this.isPressed = false;
    const isPress = ({ button, target }) => button === 0 && target.closest("button, a, label, summary") !== null;
    outline.addEventListener("pointerdown", (event) => { this.isPressed ||= isPress(event); }, true);
    for (const name of ["pointerup", "pointercancel"]) addEventListener(name, () => this.open());
    for (const name of ["close", "toggle"]) outline.addEventListener(name, () => outline.released(), true);
  }

  get isFull() {
    return this.isPressed || this.outline.board.querySelector(HELD) !== null;
  }

  // after the click that the press was for
  open() {
    if (!this.isPressed) return;
    this.isPressed = false;
    setTimeout(() => this.outline.released());
  }
}
