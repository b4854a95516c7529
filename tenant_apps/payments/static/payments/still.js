// The bank's window is a frame of somebody else's: what is pressed in it during a fade would be lost. No module: those
// run after the page is shown. Not `@view-transition` either: of two sheets, the one that arrives last decides.
addEventListener("pagereveal", ({ viewTransition }) => viewTransition?.skipTransition());
