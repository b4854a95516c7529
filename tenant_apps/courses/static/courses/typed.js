// What was typed stays: begun in a field while the outline is asked for, refused, or lost on the way.
const FIELDS = "input:not([type=hidden]), textarea, select";
const WRITTEN = "input:not([type=hidden], [type=checkbox], [type=radio]), textarea";

const isPick = (field) => field.matches("[type=checkbox], [type=radio]");
const nameOf = (field) => [field.form?.getAttribute("action"), field.name, isPick(field) ? field.value : ""].join(" ");
const noted = (field) => ({
  name: nameOf(field), value: field.value, was: field.defaultValue, checked: field.checked, isHere: field === document.activeElement,
});

// What a form says as it goes; from then on only what is typed anew counts as begun.
export function sent(form) {
  const said = [...form.querySelectorAll(FIELDS)].map(noted);
  for (const field of form.querySelectorAll(WRITTEN)) {
    if (form.matches(".adding, .addrow")) field.value = "";
    field.defaultValue = field.value;
  }
  return said;
}

// Fields whose words the server does not have yet.
export function begun(board) {
  return [...board.querySelectorAll(WRITTEN)].filter((field) => field.form?.action && field.value !== field.defaultValue).map(noted);
}

// Into the same fields, where these are still there; the one that was written in when it was noted.
export function putBack(board, fields) {
  const there = new Map([...board.querySelectorAll(FIELDS)].filter((field) => !field.form?.hidden).map((field) => [nameOf(field), field]));
  for (const { name, value, was, checked } of fields) {
    const field = there.get(name);
    if (!field) continue;
    if (isPick(field)) field.checked = checked;
    else Object.assign(field, { defaultValue: was, value });
  }
  return there.get(fields.find(({ isHere }) => isHere)?.name);
}
