// <hosted-film> around a <mux-player>: our reports, chapters, transcript and keys on the host's own player.
import "./film-captions.js";
import { mark } from "./film-mark.js";
import { report } from "./film-report.js";

const NEARLY_OVER = 5;

class HostedFilm extends HTMLElement {
  async connectedCallback() {
    this.stop = new AbortController();
    this.video = this.querySelector("mux-player");
    await customElements.whenDefined("mux-player");
    if (!this.isConnected) return;
    this.video._hlsConfig = { enableWorker: false };
    for (const part of [mark, report]) part(this);
    this.on(this.video, "loadedmetadata", () => this.begin(), { once: true });
    if (this.video.readyState >= 1) this.begin();
    this.on(this.video, "error", () => { this.querySelector(".video-old").hidden = false; });
    this.words();
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  on(target, kinds, act, options = {}) {
    for (const kind of kinds.split(" ")) target.addEventListener(kind, act, { ...options, signal: this.stop.signal });
  }

  begin() {
    const start = Number(this.dataset.start) || 0;
    const end = this.video.duration - Math.min(NEARLY_OVER, this.video.duration / 4);
    if (start > 0 && start < end && this.video.currentTime === 0) this.video.currentTime = start;
    const chapters = JSON.parse(this.dataset.chapters || "[]");
    if (chapters.length) this.video.addChapters(chapters.map(([startTime, value]) => ({ startTime, value })));
  }

  // the transcript reads our own captions: the host's are drawn on the picture alone
  words() {
    const transcript = this.parentElement.querySelector(":scope > film-transcript");
    const held = this.querySelector("[data-part=words]");
    const tracks = [...held.textTracks];
    if (!transcript || !tracks.length) return;
    const spoken = document.documentElement.lang.split("-")[0];
    const track = tracks.find((one) => one.language.split("-")[0] === spoken) ?? tracks[0];
    track.mode = "hidden";
    transcript.follow({ video: held, seek: (seconds) => this.seek(seconds) }, track);
    this.on(this.video, "timeupdate", () => transcript.move(this.video.currentTime));
  }

  toggle() {
    this.video.paused ? this.video.play().catch(() => {}) : this.video.pause();
  }

  seek(seconds) {
    this.video.currentTime = Math.max(0, Math.min(seconds, this.video.duration || 0));
  }

  full() {
    if (document.fullscreenElement) document.exitFullscreen();
    else this.requestFullscreen?.();
  }

  captions() {
    const tracks = [...this.video.textTracks].filter((track) => ["captions", "subtitles"].includes(track.kind));
    const shown = tracks.find((track) => track.mode === "showing");
    if (shown) shown.mode = "disabled";
    else if (tracks.length) tracks[0].mode = "showing";
  }
}

customElements.define("hosted-film", HostedFilm);
