// <lesson-keys> around the links before and after: N, P move between lessons; the rest work the film.
import { faster, pace, slower } from "./film-bar.js";

// the lesson's own film goes before those of its blocks
const OWN = ":is(lesson-video, hosted-film):not(.lesson-block *)";

class LessonKeys extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    document.addEventListener("keydown", (event) => this.press(event), { signal: this.stop.signal });
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=range]), textarea, select, [contenteditable], dialog, [popover]")) return;
    const key = event.key.toLowerCase();
    if (key === "n") return this.querySelector("[rel=next]")?.click();
    if (key === "p") return this.querySelector("[rel=prev]")?.click();
    const film = document.querySelector(OWN) ?? document.querySelector("lesson-video, hosted-film");
    if (!film || (event.key === " " && event.target.closest("button, a, summary"))) return;
    const act = acts(film)[/^[0-9]$/.test(key) ? "digit" : key];
    if (!act) return;
    if (event.target.matches("[type=range]") && key.startsWith("arrow")) return;
    event.preventDefault();
    act(Number(key));
  }
}

function acts(film) {
  const { video } = film;
  const step = (seconds) => () => film.seek(video.currentTime + seconds);
  return {
    k: () => film.toggle(),
    " ": () => film.toggle(),
    j: step(-10),
    l: step(10),
    arrowleft: step(-5),
    arrowright: step(5),
    f: () => film.full(),
    m: () => { video.muted = !video.muted; },
    c: () => film.captions?.(),
    "<": () => pace(film, slower(video.playbackRate)),
    ">": () => pace(film, faster(video.playbackRate)),
    digit: (tenth) => film.seek((video.duration * tenth) / 10),
  };
}

customElements.define("lesson-keys", LessonKeys);
