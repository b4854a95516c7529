// <scorm-player>: holds a package on its own origin. Only messages of that very window and origin are heard.
const FAREWELL = 500; // milliseconds in which a part that is closed may still say what is to be kept

class ScormPlayer extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    this.open = new Map();
    this.parts = JSON.parse(this.querySelector("script[type='application/json']").textContent);
    this.words = this.querySelector("[data-part=state]");
    addEventListener("message", (event) => this.hear(event), { signal: this.stop.signal });
    for (const button of this.querySelectorAll("[data-play]")) {
      button.addEventListener("click", () => this.play(Number(button.dataset.play)), { signal: this.stop.signal });
    }
    this.play(Math.max(0, this.parts.findIndex((part) => !part.finished)));
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  play(place) {
    this.leave();
    const part = this.parts[place];
    for (const one of this.querySelectorAll("[data-play]")) {
      if (Number(one.dataset.play) === place) one.setAttribute("aria-current", "true");
      else one.removeAttribute("aria-current");
    }
    const frame = document.createElement("iframe");
    frame.title = part.title || this.dataset.title;
    frame.sandbox = "allow-scripts allow-same-origin allow-forms allow-popups allow-modals";
    frame.allow = "fullscreen; autoplay";
    frame.src = `${this.dataset.place}-/frame.html`;
    this.querySelector(".package-stage").append(frame);
    this.open.set(frame.contentWindow, part);
  }

  // an empty page in its place lets the package's own farewell run, which a removed frame would not
  leave() {
    for (const frame of this.querySelectorAll(".package-stage iframe")) {
      const its = frame.contentWindow;
      frame.hidden = true;
      frame.sandbox = ""; // of the empty page, which would be of our own origin
      frame.src = "about:blank";
      setTimeout(() => {
        this.open.delete(its);
        frame.remove();
      }, FAREWELL);
    }
  }

  hear(event) {
    const part = this.open.get(event.source);
    if (event.origin !== this.dataset.origin || !part) return;
    if (event.data?.kind === "ready") {
      const learner = { id: this.dataset.learner, name: this.dataset.name };
      event.source.postMessage({ kind: "begin", kept: part.kept, href: part.href, learner }, this.dataset.origin);
    }
    if (event.data?.kind === "kept") this.keep(part, event.data.kept);
  }

  async keep(part, kept) {
    part.kept = kept;
    const body = JSON.stringify({ part: part.id, kept });
    const headers = { "Content-Type": "application/json", "X-CSRFToken": this.dataset.token };
    // a browser keeps at most 64 kB alive beyond its page
    const keepalive = body.length < 60_000;
    try {
      const answer = await fetch(this.dataset.url, { method: "POST", body, headers, keepalive });
      const said = await answer.json();
      part.finished = said.finished ?? part.finished;
      this.words.textContent = said.words ?? "";
    } catch {
      this.words.textContent = this.dataset.later;
      addEventListener("online", () => this.keep(part, part.kept), { once: true });
    }
  }
}

customElements.define("scorm-player", ScormPlayer);
