// Where a module or a lesson stands, and how to move it one step: the document is the model.
export const isModule = (part) => "module" in part.dataset;

export const partOf = (grip) => grip.closest(grip.dataset.grip === "module" ? "[data-module]" : "[data-lesson]");

const siblings = (part) =>
  [...part.parentElement.children].filter((other) => (isModule(part) ? "module" in other.dataset : "lesson" in other.dataset));

export function placeOf(part) {
  const module = isModule(part) ? "" : part.closest("[data-module]").dataset.module;
  return { position: siblings(part).indexOf(part) + 1, module };
}

export function listName(part, outline) {
  return isModule(part) ? outline.dataset.modules : part.closest("[data-module]").dataset.title;
}

export function remember(part) {
  const { parentElement, nextElementSibling } = part;
  return () => parentElement.insertBefore(part, nextElementSibling);
}

// One step up (-1) or down (1); a lesson at the edge of its module goes on into the next one.
export function step(part, way) {
  const other = way < 0 ? part.previousElementSibling : part.nextElementSibling;
  if (other) return way < 0 ? other.before(part) : other.after(part);
  if (isModule(part)) return undefined;
  const home = part.closest("[data-module]");
  const next = way < 0 ? home.previousElementSibling : home.nextElementSibling;
  const list = next?.querySelector("[data-lessons]");
  return way < 0 ? list?.append(part) : list?.prepend(part);
}
