// Renaming where the title stands: Enter and leaving save it, Escape takes it back. What was `typed` is there again.
export function startRenaming(button, typed = "", isRefused = false) {
  button.closest("[popover]")?.hidePopover();
  const home = button.closest(".rowline, .module-head");
  const form = home.querySelector("form.rename");
  const shown = home.querySelector("h2, .rowtitle > a");
  const input = form.querySelector("[name=title]");
  const was = input.defaultValue;
  const swap = (renaming) => { form.hidden = !renaming; shown.hidden = renaming; };
  const end = () => { input.value = was; swap(false); home.closest("course-outline").released(); };
  swap(true);
  input.value = typed || was;
  if (!typed) input.select(); // and else it takes the focus from nobody
  input.onkeydown = (event) => { if (event.key === "Escape") { end(); (shown.querySelector("a") ?? shown).focus(); } };
  input.onblur = () => {
    if (form.ariaBusy) return; // on its way
    const isAsked = input.value.trim() && input.value !== was && !(isRefused && input.value === typed);
    if (isAsked) form.requestSubmit();
    else end();
  };
}

// Where to go on after a name was saved.
export function titleOf(form) {
  const { lesson, module } = form.closest("[data-lesson], [data-module]").dataset;
  return lesson ? `[data-lesson="${lesson}"] .rowtitle > a` : `[data-module="${module}"] h2 a`;
}
