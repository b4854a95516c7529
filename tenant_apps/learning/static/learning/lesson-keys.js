// <lesson-keys> around the links before and after: N, P move between lessons; K, J, L, F work the film.
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
    if (event.target.closest("input, textarea, select, [contenteditable], dialog, [popover]")) return;
    const key = event.key.toLowerCase();
    if (key === "n") return this.querySelector("[rel=next]")?.click();
    if (key === "p") return this.querySelector("[rel=prev]")?.click();
    const video = document.querySelector("lesson-video video");
    if (!video) return;
    if (key === "k") video.paused ? video.play() : video.pause();
    if (key === "j") video.currentTime = Math.max(0, video.currentTime - 10);
    if (key === "l") video.currentTime = Math.min(video.duration, video.currentTime + 10);
    if (key === "f") document.fullscreenElement ? document.exitFullscreen() : video.requestFullscreen();
  }
}

customElements.define("lesson-keys", LessonKeys);
