// <hand-in data-uploads data-works data-draft>: sends chosen files in pieces, one by one, and keeps what is written.
import { dropOn } from "../js/dropping.js";
import { send } from "../media/tus.js";

const FRAGMENT = "X-Fragment";

class HandIn extends HTMLElement {
  connectedCallback() {
    const form = this.closest("form") ?? this.querySelector("form");
    this.status = this.querySelector("[role=status]");
    this.token = form.elements.csrfmiddlewaretoken.value;
    for (const input of this.querySelectorAll("input[type=file]")) {
      input.addEventListener("change", () => { this.add(input.files); input.value = ""; });
    }
    this.text = this.querySelector("textarea");
    this.text?.addEventListener("input", () => this.later());
    this.count = this.querySelector("output");
    if (this.text && this.text.value !== this.text.defaultValue) this.later(); // written before we were there
    else this.counted();
    const drop = this.querySelector(".drop");
    if (drop) dropOn(drop, ({ files }) => this.add(files));
    this.querySelector(".work-list")?.addEventListener("click", (event) => this.remove(event));
    addEventListener("beforeunload", (event) => this.querySelector("[data-state=arriving]") && event.preventDefault());
  }

  async add(files) {
    for (const told of this.querySelectorAll(".uploads [data-state=refused]")) told.remove();
    for (const file of [...files]) await this.send(file);
  }

  async send(file) {
    const stop = new AbortController(), row = this.row(file, stop);
    try {
      const place = await send(file, {
        url: this.dataset.uploads, token: this.token, signal: stop.signal,
        told: (percent) => row.show(`${this.dataset.sending}, ${percent} %`, percent / 100),
        waiting: () => row.show(this.dataset.waiting),
      });
      await this.take(place, row);
    } catch (refused) {
      if (!stop.signal.aborted) row.refuse(refused.message);
    }
  }

  // the file is whole at the server: its content is checked, and it becomes a part of the work
  async take(place, row) {
    const body = new FormData();
    body.append("upload", place.split("/").at(-2));
    if (this.text) body.append("text", this.text.value);
    const answer = await this.post(this.dataset.works, body);
    if (answer?.ok) {
      row.line.remove();
      this.querySelector(".work-list").innerHTML = await answer.text();
      this.status.textContent = this.dataset.kept;
    } else row.refuse(answer?.status === 422 ? await answer.text() : this.dataset.down);
  }

  row(file, stop) {
    const [line, name, cancel, bar, words] = ["li", "b", "button", "progress", "p"].map((tag) => document.createElement(tag));
    line.dataset.state = "arriving";
    Object.assign(name, { textContent: file.name });
    Object.assign(cancel, { type: "button", className: "btn", textContent: this.dataset.cancel });
    Object.assign(bar, { max: 1, value: 0, ariaLabel: file.name });
    cancel.dataset.size = "s";
    cancel.addEventListener("click", () => { stop.abort(); line.remove(); });
    line.append(name, cancel, bar, words);
    this.querySelector(".uploads").append(line);
    const show = (said, part) => { words.textContent = said; if (part !== undefined) bar.value = part; };
    const refuse = (said) => { line.dataset.state = "refused"; words.textContent = said; bar.remove(); cancel.remove(); };
    return { line, show, refuse };
  }

  async remove(event) {
    const button = event.target.closest("button[formaction]");
    if (!button) return;
    event.preventDefault();
    const answer = await this.post(button.getAttribute("formaction"), new FormData());
    if (answer?.ok) this.querySelector(".work-list").innerHTML = await answer.text();
    else if (answer?.status === 422) this.status.textContent = await answer.text();
  }

  // how many words there are, where they are limited
  counted() {
    if (!this.count) return;
    const words = this.text.value.split(/\s+/).filter(Boolean).length, { most } = this.dataset;
    this.count.textContent = `${words} ${this.dataset.words}`;
    // who has just begun has done nothing wrong
    this.count.dataset.tone = most && words > most ? "bad" : "";
  }

  later() {
    this.counted();
    clearTimeout(this.timer);
    this.status.textContent = this.dataset.keeping;
    this.timer = setTimeout(() => this.keep(), 900);
  }

  async keep() {
    const body = new FormData(), mine = this.timer;
    body.append("text", this.text.value);
    const answer = await this.post(this.dataset.draft, body);
    if (mine !== this.timer) return; // something was written meanwhile, and is kept next
    if (answer?.ok) this.status.textContent = this.dataset.kept;
    else if (answer?.status === 422) this.status.textContent = await answer.text();
    else {
      this.status.textContent = this.dataset.lost;
      this.timer = setTimeout(() => this.keep(), 8000);
    }
  }

  post(url, body) {
    return fetch(url, { method: "POST", body, headers: { "X-CSRFToken": this.token, [FRAGMENT]: "works" } }).catch(() => null);
  }
}

customElements.define("hand-in", HandIn);
