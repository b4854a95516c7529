// <folder-import>: reads a folder in the browser, has it planned, and once somebody said yes sends it file by file.
import { dropOn } from "../js/dropping.js";
import { send } from "../media/tus.js";
import "./import-plan.js";
import { filesOf } from "./dropped.js";

class FolderImport extends HTMLElement {
  connectedCallback() {
    this.token = this.querySelector("[name=csrfmiddlewaretoken]").value;
    const folder = this.querySelector("#folder-files");
    folder.addEventListener("change", () => this.chosen([...folder.files].map((file) => [file.webkitRelativePath || file.name, file])));
    this.querySelector("#folder-zip")?.addEventListener("change", (event) => this.zip(event.target.files[0]));
    const drop = this.querySelector(".drop");
    dropOn(drop, async (transfer) => this.chosen(await filesOf(transfer)));
    document.addEventListener("submit", (event) => this.files && event.target.matches(".plan form") && this.start(event));
    addEventListener("beforeunload", (event) => this.isSending && event.preventDefault());
  }

  async chosen(pairs) {
    if (pairs.length === 1 && /\.zip$/i.test(pairs[0][0])) return this.zip(pairs[0][1]);
    this.files = new Map(pairs);
    if (this.dataset.plan) return this.goOn();
    this.say(this.dataset.reading);
    const name = pairs[0]?.[0].split("/")[0] ?? "";
    return this.planned({ name, files: pairs.map(([path, file]) => [path, file.size]) });
  }

  async zip(file) {
    if (!file) return;
    try {
      const place = await this.upload(file, file.name, true);
      await this.planned({ upload: place.split("/").filter(Boolean).at(-1) });
    } catch (refused) {
      this.say(refused.message, "bad");
    }
  }

  async planned(body) {
    const answer = await this.ask(this.dataset.url, { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });
    if (!answer) return;
    history.replaceState(null, "", answer.url);
    this.dataset.plan = answer.url;
    this.say("");
    if (body.upload) return location.assign(answer.url);
    await this.show();
  }

  async show() {
    const plan = await fetch(this.dataset.plan, { headers: { "X-Fragment": "plan" } });
    this.querySelector("[data-plan-here]").innerHTML = await plan.text();
  }

  async start(event) {
    event.preventDefault();
    await fetch(event.target.action, { method: "POST", body: new FormData(event.target) });
    if (this.querySelector(".plan")) await this.show();
    await this.sendAll();
  }

  async goOn() {
    if (document.querySelector(".plan[data-state=planned]")) return this.say(this.dataset.ready);
    if (!this.rows.some((row) => this.fileOf(row))) return this.say(this.dataset.missing, "bad");
    return this.sendAll();
  }

  get rows() {
    return [...document.querySelectorAll("[data-file]:not([data-done])")];
  }

  fileOf(row) {
    const file = this.files.get(row.dataset.path);
    return file && String(file.size) === row.dataset.size ? file : null;
  }

  async sendAll() {
    this.isSending = true;
    this.querySelector(".picker").hidden = true;
    for (const row of this.rows) {
      const file = this.fileOf(row);
      if (file) await this.sendOne(row, file);
    }
    this.isSending = false;
    location.assign(this.dataset.plan);
  }

  async sendOne(row, file) {
    const body = new FormData();
    row.setAttribute("aria-current", "true");
    try {
      if (["text", "captions"].includes(row.dataset.kind)) body.set("text", file, "text");
      else body.set("upload", (await this.settled(await this.upload(file, row.dataset.path))).key);
    } catch (refused) {
      body.set("refused", refused.message);
    }
    row.removeAttribute("aria-current");
    const made = await this.ask(`${this.dataset.plan}files/${row.dataset.file}/`, { body });
    if (made) row.dataset.done = "";
  }

  async upload(file, name, kept = false) {
    const bar = this.querySelector("progress");
    bar.hidden = false;
    const told = (percent) => {
      bar.value = percent;
      this.say(this.dataset.arriving.replace("{name}", name).replace("{percent}", percent));
    };
    const { signal } = new AbortController();
    return send(file, { url: this.dataset.uploads, token: this.token, signal, told, kept, waiting: () => this.say(this.dataset.waiting) });
  }

  async settled(place) {
    const key = place.split("/").filter(Boolean).at(-1);
    for (;;) {
      const said = await fetch(place, { headers: { Accept: "application/json" } }).then((answer) => answer.json());
      if (said.state === "added") return { key };
      if (said.state === "refused") throw Object.assign(new Error(said.words), { key });
      await new Promise((done) => setTimeout(done, 500));
    }
  }

  async ask(url, { body, headers = {} }) {
    try {
      const answer = await fetch(url, { method: "POST", body, headers: { "X-CSRFToken": this.token, ...headers } });
      const said = await answer.json();
      if (answer.ok) return said;
      this.say(said.words, "bad");
    } catch {
      this.say(this.dataset.lost, "bad");
    }
    return null;
  }

  say(words, tone = "") {
    const place = this.querySelector("[data-said]");
    place.textContent = words;
    place.dataset.tone = tone;
  }
}

customElements.define("folder-import", FolderImport);
