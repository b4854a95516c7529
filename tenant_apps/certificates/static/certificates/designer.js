// <certificate-designer>: a layout, its history, and the server's own rendering of it under boxes that move.
import { Boxes } from "./designer-boxes.js";
import { Fields } from "./designer-fields.js";

const FRESH = { text: { w: 40, text: "{course}", size: 16 }, picture: { w: 20, h: 12 }, qr: { w: 8, h: 11.3 }, line: { w: 22, h: 0.2 }, box: { w: 30, h: 10, colour: "brand" }, rosette: { w: 40, h: 57 } };

class CertificateDesigner extends HTMLElement {
  connectedCallback() {
    this.state = JSON.parse(document.getElementById("designer-state").textContent);
    this.layout = this.state.layout;
    [this.past, this.future, this.picked] = [[], [], -1];
    this.stage = this.querySelector("[data-stage]");
    this.boxes = new Boxes(this);
    this.fields = new Fields(this);
    this.addEventListener("click", (event) => this.click(event));
    this.addEventListener("change", (event) => this.changed(event));
    this.addEventListener("keydown", (event) => this.press(event));
    this.querySelector("[data-sample]").addEventListener("input", () => this.draw());
    window.addEventListener("beforeunload", (event) => this.isUnsaved && event.preventDefault());
    this.paint();
  }

  get field() {
    return this.layout.fields[this.picked];
  }

  // Every change goes through here: what was before can be brought back.
  change(edit, again = false) {
    if (!again) this.past.push(JSON.stringify(this.layout));
    this.past.splice(0, this.past.length - 100);
    this.future = [];
    edit(this.layout);
    this.isUnsaved = true;
    this.say(this.dataset.unsaved);
    this.paint();
  }

  travel(from, to) {
    if (!from.length) return;
    const held = document.activeElement;
    to.push(JSON.stringify(this.layout));
    this.layout = JSON.parse(from.pop());
    this.isUnsaved = true;
    this.pick(Math.min(this.picked, this.layout.fields.length - 1));
    this.paint();
    // a button that can do no more would take the keyboard with it
    if (held.disabled) this.querySelector(from === this.past ? "[data-act=redo]" : "[data-act=undo]").focus();
  }

  pick(index) {
    this.picked = index;
    this.boxes.paint();
    this.fields.paint();
  }

  paint() {
    const [short, long] = this.state.papers[this.layout.paper];
    this.stage.style.aspectRatio = this.layout.orientation === "landscape" ? `${long} / ${short}` : `${short} / ${long}`;
    for (const part of this.querySelectorAll("[data-page]")) part.value = this.layout[part.dataset.page];
    this.querySelector("[data-act=bare]").disabled = !this.layout.picture;
    this.querySelector("[data-act=undo]").disabled = !this.past.length;
    this.querySelector("[data-act=redo]").disabled = !this.future.length;
    this.boxes.paint();
    this.fields.paint();
    this.draw();
  }

  draw() {
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.drawNow(), 350);
  }

  async drawNow() {
    const turn = (this.turn = (this.turn ?? 0) + 1);
    this.stage.setAttribute("aria-busy", "true");
    const name = this.querySelector("[data-sample]").value;
    const answer = await this.send(this.dataset.preview, { layout: this.layout, name });
    if (turn !== this.turn) return;
    this.stage.setAttribute("aria-busy", "false");
    if (!answer) return;
    const paper = this.querySelector("[data-paper]");
    URL.revokeObjectURL(paper.src);
    paper.src = URL.createObjectURL(await answer.blob());
  }

  async send(url, said) {
    const isFile = said instanceof FormData;
    const headers = { "X-CSRFToken": this.dataset.token, ...(isFile ? {} : { "Content-Type": "application/json" }) };
    try {
      const answer = await fetch(url, { method: "POST", headers, body: isFile ? said : JSON.stringify(said) });
      if (answer.redirected) return location.reload(); // signed out meanwhile
      if (answer.ok) return answer;
      this.say(answer.status === 422 ? (await answer.json()).error : this.dataset.lost, "bad");
    } catch {
      this.say(this.dataset.lost, "bad");
    }
    return null;
  }

  say(words, tone = "") {
    const place = this.querySelector("[data-said]");
    [place.textContent, place.dataset.tone] = [words, tone];
  }

  click(event) {
    const button = event.target.closest("button[data-act], button[data-add]");
    if (!button) return;
    if (button.dataset.add) return this.add({ kind: button.dataset.add, x: 40, y: 45, ...FRESH[button.dataset.add] });
    this[button.dataset.act]();
  }

  add(field) {
    this.change((layout) => layout.fields.push(field));
    this.pick(this.layout.fields.length - 1);
    this.boxes.focus();
  }

  undo() { this.travel(this.past, this.future); }
  redo() { this.travel(this.future, this.past); }
  copy() { this.add({ ...this.field, x: this.field.x + 2, y: this.field.y + 2 }); }
  bare() { this.change((layout) => (layout.picture = "")); }
  lower() { this.swap(-1); }
  higher() { this.swap(1); }

  swap(way) {
    const to = this.picked + way;
    if (!this.layout.fields[to]) return;
    this.change(({ fields }) => ([fields[this.picked], fields[to]] = [fields[to], fields[this.picked]]));
    this.pick(to);
  }

  takeAway() {
    if (!this.field) return;
    this.change((layout) => layout.fields.splice(this.picked, 1));
    this.pick(Math.min(this.picked, this.layout.fields.length - 1));
    this.boxes.focus();
  }

  async save() {
    const answer = await this.send(this.dataset.save, { layout: this.layout, seen: this.state.revision });
    if (!answer) return;
    this.state.revision = (await answer.json()).revision;
    this.isUnsaved = false;
    this.say(this.dataset.saved);
  }

  press(event) {
    if (!(event.ctrlKey || event.metaKey) || event.target.matches("input, textarea")) return;
    const act = { z: event.shiftKey ? "redo" : "undo", y: "redo", s: "save" }[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    this[act]();
  }

  async changed(event) {
    const { page, from, upload } = event.target.dataset;
    if (page) this.change((layout) => (layout[page] = event.target.value));
    if (from && event.target.value) {
      const chosen = this.state[from][event.target.value];
      event.target.value = "";
      this.pick(-1);
      this.change(() => (this.layout = structuredClone(chosen.layout ?? chosen)));
    }
    if (upload && event.target.files.length) await this.upload(event.target, upload);
  }

  async upload(input, place) {
    const body = new FormData();
    body.set("file", input.files[0]);
    const index = this.picked;
    const answer = await this.send(this.dataset.pictures, body);
    input.value = "";
    if (!answer) return;
    const { key } = await answer.json();
    const target = place === "ground" ? this.layout : this.layout.fields[index];
    if (target) this.change(() => (target.picture = key));
  }
}

customElements.define("certificate-designer", CertificateDesigner);
