// Steps of a project: without a line a tick would lead nowhere, so it waits like a note.
import { waiting } from "./outbox.js";
import { reached } from "./reached.js";

// Sends the tick's own form where there is a line, else says which act it is. It shows at once, either way.
export async function ticked(form, who) {
  const step = form.closest("li").id.slice("step-".length), on = form.elements.done.value === "1";
  if (form.ariaBusy) return;
  form.ariaBusy = "true";
  show(step, on);
  // behind one that waits, or an older tick would come after this one
  const behind = (await waiting(who).catch(() => [])).some((act) => act.step === step);
  if (!behind && await reached()) {
    form.elements.done.value = on ? "1" : "0";
    return void form.submit();
  }
  form.ariaBusy = null;
  return { kind: "step.tick", step, on };
}

export function show(step, on) {
  const row = document.getElementById(`step-${step}`), form = row?.querySelector("form");
  if (!form) return;
  row.dataset.told ??= row.hasAttribute("data-done");
  row.toggleAttribute("data-done", on);
  form.elements.done.value = on ? "0" : "1";
  form.querySelector(".step-tick").setAttribute("aria-pressed", on);
}

// As the server told it, which refused what was done here.
export function takeBack(step) {
  const row = document.getElementById(`step-${step}`);
  if (row?.dataset.told) show(step, row.dataset.told === "true");
}
