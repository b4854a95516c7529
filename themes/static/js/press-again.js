// What is pressed while one page fades into the next falls on the fade: it is pressed again once that is over.
const root = document.documentElement;
const knows = CSS.supports("selector(:active-view-transition)");
const fading = () => knows && root.matches(":active-view-transition");
let began = false;

async function again({ clientX, clientY }) {
  while (fading()) await new Promise(requestAnimationFrame);
  const under = document.elementFromPoint(clientX, clientY);
  under?.closest("input, select, textarea")?.focus();
  under?.click();
}

addEventListener("pointerdown", () => { began = fading(); }, true);
addEventListener("click", (press) => {
  if (press.target === root && (began || fading())) again(press);
}, true);
