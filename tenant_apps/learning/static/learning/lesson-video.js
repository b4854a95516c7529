// <lesson-video> around a video: our own controls over it, and the prepared film in place of the file once it is played.
import { angles } from "./film-angles.js";
import { bar } from "./film-bar.js";
import { captions } from "./film-captions.js";
import { mark } from "./film-mark.js";
import { report } from "./film-report.js";
import { attach } from "./film-stream.js";

const NEARLY_OVER = 5;

class LessonVideo extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    this.video = this.querySelector("video, audio");
    this.on(this.video, "loadedmetadata", () => this.goOn(), { once: true });
    if (this.video.readyState >= 1) this.goOn();
    this.on(this.video, "play", () => this.stream(), { once: true });
    for (const part of [bar, captions, mark, report, angles]) part(this);
    this.video.controls = false;
    this.querySelector(".video-ui").hidden = false;
  }

  disconnectedCallback() {
    this.stop.abort();
    this.hls?.destroy();
  }

  on(target, kinds, act, options = {}) {
    for (const kind of kinds.split(" ")) target.addEventListener(kind, act, { ...options, signal: this.stop.signal });
  }

  goOn() {
    const start = Number(this.dataset.start) || 0;
    const end = this.video.duration - Math.min(NEARLY_OVER, this.video.duration / 4);
    if (start > 0 && start < end && this.video.currentTime === 0) this.video.currentTime = start;
  }

  async stream(plays = true) {
    if (!this.dataset.stream) return;
    const { stream, hls } = this.dataset;
    this.hls = await attach(this.video, { stream, script: hls, plays, expired: () => this.expired() });
  }

  // another camera, at the same second of the film
  async show(src, stream) {
    const { video } = this;
    const at = video.currentTime, plays = !video.paused, streams = Boolean(this.hls);
    this.hls?.destroy();
    this.hls = null;
    this.dataset.stream = stream;
    video.src = src;
    await new Promise((done) => video.addEventListener("loadedmetadata", done, { once: true }));
    video.currentTime = Math.min(at, video.duration || at);
    if (streams && stream) await this.stream(plays);
    else if (plays) this.toggle();
  }

  expired() {
    this.querySelector(".video-old").hidden = false;
  }

  toggle() {
    // the prepared film takes the file's place, which interrupts the first play
    this.video.paused ? this.video.play().catch(() => {}) : this.video.pause();
  }

  seek(seconds) {
    this.video.currentTime = Math.max(0, Math.min(seconds, this.video.duration || 0));
  }

  full() {
    if (document.fullscreenElement) document.exitFullscreen();
    else if (this.requestFullscreen) this.requestFullscreen();
    else this.video.webkitEnterFullscreen?.();
  }
}

customElements.define("lesson-video", LessonVideo);
