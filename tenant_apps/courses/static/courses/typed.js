// What was typed stays: begun in a field while the outline is asked for, refused, or lost on the way.
import { startRenaming } from "./renaming.js";

const FIELDS = "input:not([type=hidden], [type=file], .tick), textarea, select";
export const ADDS = ".adding, .addrow";

const fields = (place) => [...place.querySelectorAll(FIELDS)].filter((field) => field.form);
const isPick = (field) => field.matches("[type=checkbox], [type=radio]");
const usual = (select) => [...select.options].find((one) => one.defaultSelected) ?? select.options[0];
const noted = (field) => ({ name: nameOf(field), value: field.value, checked: Boolean(field.checked) });

// A field is known again by what its form is for, whatever is selected beside it.
function nameOf(field) {
  return [field.form.getAttribute("action")?.split("?")[0], field.name, isPick(field) ? field.value : ""].join(" ");
}

// Other than what was sent of it, or else than what the server wrote there.
function isBegun(field, own) {
  if (field.form.hidden) return false;
  if (own && !field.form.matches(ADDS)) return isPick(field) ? field.checked !== own.checked : field.value !== own.value;
  if (field.type === "radio") return field.checked && !field.defaultChecked;
  if (isPick(field)) return field.checked !== field.defaultChecked;
  if (field.options) return field.selectedOptions[0] !== usual(field);
  return field.value !== field.defaultValue;
}

// What a form says as it goes; one that adds is free for the next.
export function sent(form) {
  const said = fields(form).filter((field) => field.type !== "radio" || field.checked).map(noted);
  if (form.matches(ADDS)) form.querySelector("[name=title]").value = "";
  return said;
}

// What the server does not have yet and was not sent it either.
export function begun(board, underway) {
  const said = [...underway].flat();
  return fields(board).filter((field) => isBegun(field, said.findLast(({ name }) => name === nameOf(field)))).map(noted);
}

// Into the same fields, where these are still there.
export function putBack(board, all, isRefused = false) {
  const there = new Map(fields(board).map((field) => [nameOf(field), field]));
  for (const { name, value, checked } of all) {
    const field = there.get(name);
    if (!field) continue;
    if (field.form.matches(".rename[hidden]")) startRenaming(field, value, isRefused);
    else if (isPick(field)) field.checked = checked;
    else field.value = value;
  }
}

// Which field a hand is in, if any; and that field in a fresh board.
export function here(board) {
  const field = document.activeElement;
  return board.contains(field) && field.matches(FIELDS) && field.form ? nameOf(field) : "";
}
export function fieldNamed(board, name) {
  return fields(board).find((field) => !field.form.hidden && nameOf(field) === name);
}
