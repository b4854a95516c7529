// Renaming where the title stands: Enter saves, Escape or leaving takes it back.
export function startRenaming(button) {
  button.closest("[popover]")?.hidePopover();
  const home = button.closest(".rowline, .module-head");
  const form = home.querySelector("form.rename");
  const shown = home.querySelector("h2, .rowtitle > a");
  const input = form.querySelector("[name=title]");
  const was = input.value;
  const swap = (renaming) => { form.hidden = !renaming; shown.hidden = renaming; };
  const end = () => { input.value = was; swap(false); home.closest("course-outline").released(); };
  swap(true);
  input.select();
  input.onkeydown = (event) => { if (event.key === "Escape") { end(); shown.querySelector("a")?.focus(); } };
  input.onblur = () => {
    if (form.ariaBusy) return; // on its way
    if (input.value.trim() && input.value !== was) form.requestSubmit();
    else end();
  };
}
