// <lesson-notes>: notes, bookmark and marked passages of one learner on one lesson.
import { toast } from "../js/toast-stack.js";
import { clock } from "../learning/film-bar.js";
import { drop, put, waiting } from "./outbox.js";
import { described, located } from "./passages.js";
import { reached } from "./reached.js";
import { send } from "./sending.js";
import { show as showStep, takeBack, ticked } from "./step-ticks.js";

const PAUSE = 700;
const PAGE = crypto.randomUUID();

class LessonNotes extends HTMLElement {
  async connectedCallback() {
    this.stop = new AbortController();
    this.told = JSON.parse(document.getElementById("place-told").textContent);
    this.rows = new Map();
    navigator.locks.request(`page-${PAGE}`, () => new Promise(() => {}));
    this.texts = [...document.querySelectorAll(".player-main [data-words]")];
    this.listen();
    for (const note of this.told.notes) this.show(note);
    const { held } = await navigator.locks.query(), open = new Set(held.map((lock) => lock.name));
    for (const act of await waiting(this.told.who)) this.recall(act, open.has(`page-${act.page}`));
    this.marks();
    this.jump();
    send(this.told.who);
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  part(name) {
    return this.querySelector(`[data-part=${name}]`);
  }

  listen() {
    const on = (target, kind, act) => target.addEventListener(kind, act, { signal: this.stop.signal });
    on(this.part("open"), "click", () => this.open());
    on(this.part("close"), "click", () => this.close());
    on(this.part("write"), "click", () => this.write());
    on(this.part("bookmark"), "click", () => this.bookmark());
    on(this.part("passage"), "mousedown", (event) => event.preventDefault());
    on(this.part("passage"), "click", () => this.passage());
    on(document, "selectionchange", () => this.offer());
    on(document, "keydown", (event) => this.press(event));
    on(document, "submit", (event) => this.submit(event));
    on(document, "place:answer", ({ detail }) => this.answered(detail));
    on(document, "place:state", ({ detail }) => this.say(detail));
    on(document, "visibilitychange", () => document.hidden && this.keepAll());
    on(window, "pagehide", () => this.keepAll());
    on(window, "online", () => send(this.told.who));
    on(window, "hashchange", () => this.jump());
  }

  press(event) {
    if (event.key === "Escape" && this.part("panel").contains(event.target)) return this.close();
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=range]), textarea, select, [contenteditable], dialog")) return;
    const act = { w: "write", b: "bookmark", h: "passage" }[event.key.toLowerCase()];
    if (!act || (act === "passage" && !this.picked())) return;
    event.preventDefault();
    this[act]();
  }

  open() {
    this.part("panel").showPopover();
    this.part("open").setAttribute("aria-expanded", "true");
    this.part("write").focus();
  }

  close() {
    this.part("panel").hidePopover();
    this.part("open").setAttribute("aria-expanded", "false");
    this.part("open").focus();
  }

  write(more = {}) {
    if (!this.part("panel").matches(":popover-open")) this.open();
    const seconds = film() && !more.quote ? Math.floor(film().video.currentTime) : null;
    const note = { note: crypto.randomUUID(), text: "", seconds, quote: "", before: "", after: "", revision: 0, ...more };
    this.show(note).querySelector("textarea").focus();
    return note;
  }

  show(note) {
    const row = this.querySelector("template").content.cloneNode(true).firstElementChild;
    row.note = note;
    this.rows.set(note.note, row);
    const jump = row.querySelector("[data-part=jump]"), quote = row.querySelector("[data-part=quote]");
    const area = row.querySelector("textarea");
    jump.hidden = note.seconds === null;
    jump.textContent = note.seconds === null ? "" : clock(note.seconds);
    jump.onclick = () => film()?.seek(note.seconds);
    quote.hidden = !note.quote;
    quote.firstElementChild.textContent = note.quote;
    quote.onclick = () => this.reveal(row.note);
    area.value = note.text;
    area.oninput = () => this.changed(row);
    area.onblur = () => this.keep(row);
    row.querySelector("[data-part=remove]").onclick = () => this.remove(row);
    this.part("list").append(row);
    this.count();
    return row;
  }

  changed(row) {
    this.say("saving");
    clearTimeout(row.timer);
    row.timer = setTimeout(() => this.keep(row), PAUSE);
  }

  async keep(row) {
    clearTimeout(row.timer);
    const { note } = row, text = row.querySelector("textarea").value.replaceAll("\0", "").trim();
    if (text === note.text || (!text && !note.quote)) return this.say("saved");
    row.note.text = text;
    await this.done({ kind: "note.keep", ...picked(note), base: note.revision, page: row.page ?? PAGE });
  }

  keepAll() {
    for (const row of this.rows.values()) this.keep(row);
  }

  async remove(row) {
    clearTimeout(row.timer);
    this.rows.delete(row.note.note);
    row.remove();
    this.count();
    this.marks();
    this.part("write").focus();
    if (row.refused) return drop(this.told.who, row.refused);
    await this.done({ kind: "note.remove", note: row.note.note, base: row.note.revision, page: row.page ?? PAGE });
  }

  async bookmark() {
    const button = this.part("bookmark"), on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", on);
    await this.done({ kind: "bookmark.set", on });
  }

  submit(event) {
    const form = event.target;
    const act = form.action.endsWith("/completion/") ? "finish" : form.matches(".steps form") && "tick";
    if (!act) return;
    event.preventDefault();
    this[act](form);
  }

  async tick(form) {
    const act = await ticked(form, this.told.who);
    if (!act) return;
    await this.done(act);
    toast(this.dataset.waiting);
  }

  // without a line the button would lead nowhere: the act waits like a note
  async finish(form) {
    if (await reached()) return form.submit();
    await this.done({ kind: "lesson.finish" });
    this.finished(form);
    toast(this.dataset.finished);
  }

  finished(form) {
    const badge = Object.assign(document.createElement("span"), { className: "badge", textContent: this.dataset.kept });
    form?.replaceWith(badge);
  }

  async done(act) {
    await put(this.told.who, { lesson: this.told.lesson, page: PAGE, ...act });
    if (!navigator.onLine) this.say("waiting");
    send(this.told.who);
  }

  // what this device wrote and could not send, as the page of the server does not have it yet
  // A page that is closed writes no more: this one goes on in its place.
  recall(act, isOpen) {
    if (act.lesson !== this.told.lesson) return;
    if (act.kind === "lesson.finish") this.finished(document.querySelector(".player-acts form[action$='/completion/']"));
    if (act.kind === "step.tick") showStep(act.step, act.on);
    if (act.kind === "bookmark.set") this.part("bookmark").setAttribute("aria-pressed", act.on);
    const row = this.rows.get(act.note);
    if (act.kind === "note.remove" && row) this.rows.delete(act.note), row.remove(), this.count();
    if (act.kind !== "note.keep") return;
    const found = row ?? this.show({ ...picked(act), revision: act.base });
    found.note.text = found.querySelector("textarea").value = act.text;
    if (!isOpen) found.page = act.page;
    if (act.refused) this.complain(found, act.refused, act.number);
  }

  answered({ act, answer }) {
    const row = this.rows.get(act.note);
    if (answer.state === "refused") {
      if (row) this.complain(row, answer.message, act.number);
      else toast(answer.message);
      if (act.kind === "step.tick") takeBack(act.step);
      return;
    }
    if (row && answer.note && act.kind === "note.keep") {
      this.rows.delete(act.note);
      row.note = { ...row.note, note: answer.note.note, revision: answer.note.revision };
      this.rows.set(row.note.note, row);
    }
    if (answer.beside) this.beside(answer.beside);
    this.count();
  }

  beside(note) {
    this.rows.get(note.note)?.remove();
    this.complain(this.show(note), this.dataset.both);
  }

  complain(row, words, number = 0) {
    const place = row.querySelector("[data-part=trouble]");
    place.textContent = words;
    place.hidden = !words;
    row.refused = number;
  }

  say(state) {
    this.part("state").textContent = this.dataset[state] ?? "";
  }

  count() {
    const many = this.rows.size;
    this.part("count").textContent = many || "";
    this.part("none").hidden = many > 0;
  }

  picked() {
    const chosen = document.getSelection();
    if (!chosen.rangeCount || chosen.isCollapsed) return null;
    const range = chosen.getRangeAt(0).cloneRange();
    const text = this.texts.find((each) => each.contains(range.startContainer));
    if (!text) return null;
    // three clicks on the last paragraph end where the next part of the page begins
    if (!text.contains(range.endContainer)) range.setEnd(text, text.childNodes.length);
    return range.toString().trim() ? range : null;
  }

  offer() {
    const range = this.picked(), button = this.part("passage");
    button.hidden = !range;
    if (!range) return;
    const box = range.getBoundingClientRect();
    button.style.insetBlockStart = `${Math.min(window.innerHeight - 60, Math.max(8, box.bottom + 8))}px`;
    button.style.insetInlineStart = `${Math.max(8, Math.min(window.innerWidth - 170, box.left))}px`;
  }

  async passage() {
    const range = this.picked(), said = range && described(this.texts, range);
    if (!said) return;
    const note = this.write(said);
    document.getSelection().removeAllRanges();
    await this.done({ kind: "note.keep", ...picked(note), base: 0 });
    this.marks();
  }

  marks() {
    if (!this.texts.length) return;
    const ranges = [];
    for (const row of this.rows.values()) {
      if (!row.note.quote) continue;
      const range = located(this.texts, row.note);
      row.querySelector("[data-part=lost]").hidden = Boolean(range);
      if (range) ranges.push(range);
    }
    if (globalThis.Highlight) CSS.highlights.set("passage", new Highlight(...ranges));
  }

  reveal(note) {
    const range = located(this.texts, note);
    range?.startContainer.parentElement.scrollIntoView({ block: "center" });
  }

  jump() {
    const second = /^#t=(\d+)$/.exec(location.hash)?.[1];
    const note = this.told.notes.find((each) => location.hash === `#note-${each.note}`);
    if (note?.quote) this.reveal(note);
    const shown = second && film();
    if (!shown) return;
    const go = () => shown.seek(Number(second));
    shown.video.readyState >= 1 ? go() : shown.video.addEventListener("loadedmetadata", go, { once: true });
  }
}

// the lesson's own film, ours or a host's: seconds of a block's are not the lesson's
const film = () => document.querySelector(":is(lesson-video, hosted-film):not(.lesson-block *)");

const picked = ({ note, text, seconds, quote, before, after }) => ({ note, text, seconds, quote, before, after });

customElements.define("lesson-notes", LessonNotes);
