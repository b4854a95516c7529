// The viewer's own name on the picture, somewhere else every few seconds, so that a recording says whose it was.
const EVERY = 9000;

export function mark(host) {
  const words = host.querySelector(".video-mark");
  if (!words) return;
  const wander = () => {
    words.style.insetInlineStart = `${5 + Math.random() * 55}%`;
    words.style.insetBlockStart = `${5 + Math.random() * 70}%`;
  };
  wander();
  const timer = setInterval(wander, EVERY);
  host.stop.signal.addEventListener("abort", () => clearInterval(timer));
}
