// Captions in the viewer's language, and a transcript that follows, jumps and can be searched.
import { clock } from "./film-bar.js";

export function captions(host) {
  const { video } = host;
  const tracks = [...video.textTracks].filter((track) => track.kind === "captions");
  const pick = host.querySelector("[data-part=captions]");
  if (!tracks.length) return;
  const words = host.querySelector(".video-cap");
  const transcript = host.parentElement.querySelector(":scope > film-transcript");
  const liked = localStorage.getItem("film:captions");
  let shown = null;

  const choose = (language) => {
    pick.value = language;
    words.hidden = !language;
    const chosen = tracks.find((track) => track.language === language);
    if (!chosen || chosen === shown) return; // the transcript stays when captions are off
    shown = chosen;
    for (const track of tracks) track.mode = track === shown ? "hidden" : "disabled";
    words.replaceChildren();
    words.lang = language;
    transcript?.follow(host, shown);
  };
  const wish = (language) => {
    choose(language);
    localStorage.setItem("film:captions", language || "off");
  };
  pick.closest("[hidden]")?.removeAttribute("hidden");
  host.on(pick, "change", () => wish(pick.value));
  for (const track of tracks) {
    host.on(track, "cuechange", () => {
      if (track !== shown) return;
      // Chromium counts a cue's last moment in, which is the first of the next one
      const said = [...(track.activeCues ?? [])].filter((cue) => cue.endTime > video.currentTime);
      const lines = said.map((cue) => {
        const line = document.createElement("span");
        line.append(cue.getCueAsHTML());
        return line;
      });
      words.replaceChildren(...lines);
      transcript?.move(video.currentTime);
    });
  }
  const spoken = document.documentElement.lang.split("-")[0];
  const speaks = (language) => (track) => track.language.split("-")[0] === language?.split("-")[0];
  const first = tracks.find(speaks(liked)) ?? tracks.find(speaks(spoken)) ?? tracks[0];
  choose(first.language);
  if (liked === "off") choose("");
  host.captions = () => wish(pick.value ? "" : shown.language);
}

class FilmTranscript extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector("ol");
    this.search = this.querySelector("input");
    this.search.addEventListener("input", () => this.filter());
    this.list.addEventListener("click", (event) => {
      const line = event.target.closest("button");
      if (line) this.host.seek(Number(line.dataset.at));
    });
  }

  follow(host, track) {
    this.host = host;
    this.hidden = false;
    this.list.lang = track.language;
    const draw = () => this.draw([...(track.cues ?? [])]);
    const element = [...host.video.querySelectorAll("track")].find((one) => one.track === track);
    if (track.cues?.length) draw();
    else element?.addEventListener("load", draw, { once: true });
  }

  draw(cues) {
    this.list.replaceChildren(...cues.map((cue) => {
      const [row, line, time, words] = ["li", "button", "span", "span"].map((tag) => document.createElement(tag));
      line.type = "button";
      line.dataset.at = cue.startTime;
      time.className = "num";
      time.textContent = clock(Math.floor(cue.startTime));
      words.textContent = cue.getCueAsHTML().textContent;
      words.dir = "auto";
      line.append(time, words);
      row.append(line);
      return row;
    }));
    this.filter();
  }

  move(now) {
    const lines = [...this.list.querySelectorAll("button")];
    const current = lines.findLast((line) => Number(line.dataset.at) <= now + 0.05);
    for (const line of lines) line.toggleAttribute("aria-current", line === current);
    if (!current || this.contains(document.activeElement) || this.search.value) return;
    this.list.scrollTop = current.offsetTop - this.list.offsetTop - this.list.clientHeight / 3;
  }

  filter() {
    const wanted = this.search.value.trim().toLowerCase();
    let found = 0;
    for (const row of this.list.children) {
      row.hidden = Boolean(wanted) && !row.textContent.toLowerCase().includes(wanted);
      found += !row.hidden;
    }
    this.querySelector("[data-part=none]").hidden = !wanted || found > 0;
  }
}

customElements.define("film-transcript", FilmTranscript);
