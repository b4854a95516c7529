// <film-upload data-url>: sends chosen files in pieces (tus 1.0) and goes on where an upload was cut off. With data-hosted
// films go to the host instead.
import { dropOn } from "../js/dropping.js";
import { put } from "./chunks.js";
import { send } from "./tus.js";

class FilmUpload extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector(".uploads");
    const drop = this.querySelector(".drop");
    const input = this.querySelector("input[type=file]");
    input.addEventListener("change", () => { this.add(input.files); input.value = ""; });
    dropOn(drop, ({ files }) => this.add(files));
    addEventListener("beforeunload", (event) => this.querySelector("[data-state=arriving]") && event.preventDefault());
  }

  add(files) {
    for (const file of files) this.begin(file);
  }

  async begin(file) {
    const stop = new AbortController();
    const row = this.row(file, stop);
    const show = (state, words, percent) => this.show(row, state, words, percent);
    try {
      const token = this.querySelector("[name=csrfmiddlewaretoken]").value;
      const way = {
        token, signal: stop.signal,
        told: (percent) => show("arriving", `${this.dataset.arriving}, ${percent} %`, percent),
        waiting: () => show("arriving", this.dataset.waiting),
      };
      if (this.dataset.hosted && file.type.startsWith("video/"))
        return this.added(row, await put(file, { url: this.dataset.hosted, ...way }));
      const url = await send(file, { url: this.dataset.url, ...way });
      show("checking", this.dataset.checking, 100);
      await this.follow(url, row);
    } catch (refused) {
      if (stop.signal.aborted) row.remove();
      else show("refused", refused.message);
    }
  }

  async follow(url, row) {
    for (;;) {
      const said = await fetch(url, { headers: { Accept: "application/json" } }).then((answer) => answer.json());
      if (said.state === "refused") throw new Error(said.words);
      if (said.state === "added") return this.added(row, said);
      await new Promise((done) => setTimeout(done, 1000));
    }
  }

  added(row, said) {
    this.show(row, "added", "", 100);
    row.querySelector("progress").remove();
    const link = document.createElement("a");
    link.href = said.href;
    link.textContent = this.dataset.added;
    row.querySelector("button").replaceWith(link);
  }

  row(file, stop) {
    const row = document.createElement("li");
    const [name, cancel, bar, words] = ["b", "button", "progress", "p"].map((tag) => document.createElement(tag));
    Object.assign(name, { textContent: file.name });
    Object.assign(cancel, { type: "button", className: "btn", textContent: this.dataset.cancel });
    Object.assign(bar, { max: 100, value: 0, ariaLabel: file.name });
    cancel.dataset.size = "s";
    cancel.addEventListener("click", () => { stop.abort(); row.remove(); });
    row.append(name, cancel, bar, words);
    this.list.append(row);
    return row;
  }

  show(row, state, words, percent) {
    row.dataset.state = state;
    row.querySelector("p").textContent = words;
    if (percent !== undefined) row.querySelector("progress").value = percent;
    if (state === "refused") row.querySelectorAll("progress, button").forEach((part) => part.remove());
  }
}

customElements.define("film-upload", FilmUpload);
