// <course-outline>: every form in it is sent by fetch and answered with a fresh board; grips move modules and lessons.
import { ask } from "./asking.js";
import { Drag } from "./drag.js";
import { Hand } from "./hand.js";
import { Lift } from "./lift.js";
import { placeOf } from "./places.js";
import { startRenaming, titleOf } from "./renaming.js";
import { Ticks } from "./ticks.js";
import { ADDS, begun, fieldNamed, here, putBack, sent } from "./typed.js";

class CourseOutline extends HTMLElement {
  connectedCallback() {
    this.board = this.querySelector("[data-board]");
    this.live = this.querySelector("[data-live]");
    this.line = Promise.resolve();
    this.underway = new Set(); // what was sent and is not painted yet
    this.later = [];
    this.addEventListener("submit", (event) => this.submit(event));
    this.addEventListener("click", (event) => this.click(event));
    this.addEventListener("keydown", (event) => this.press(event));
    this.ticks = new Ticks(this);
    this.hand = new Hand(this);
    this.drag = new Drag(this);
    this.lift = new Lift(this);
    this.painted();
  }

  say(words) {
    this.live.textContent = words;
  }

  click(event) {
    const pick = event.target.closest("[data-pick]");
    if (pick && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      pick.closest("[popover]")?.hidePopover();
      history.replaceState(null, "", pick.search);
      const first = () => this.querySelector(".inspector input:not([type=hidden])");
      return this.inTurn(() => this.show(location.pathname + pick.search, {}, first));
    }
    if (event.target.closest("[data-rename]")) startRenaming(event.target.closest("[data-rename]"));
  }

  press(event) {
    if (event.key !== "F2" || !event.target.closest(".rowline, .module-head") || event.target.closest(".rename")) return;
    event.preventDefault();
    startRenaming(event.target);
  }

  submit(event) {
    event.preventDefault();
    const { target: form, submitter } = event;
    const body = new FormData(form, submitter);
    const url = submitter?.getAttribute("formaction") ?? form.action;
    if (submitter?.matches("[data-asks]")) return ask(this, url, body);
    if (form.ariaBusy && !form.matches(ADDS)) return undefined; // pressed twice
    form.closest("dialog")?.close();
    submitter?.closest("[popover]")?.hidePopover();
    const next = this.after(form), said = sent(form);
    this.underway.add(said);
    form.ariaBusy = "true";
    return this.inTurn(async () => {
      if (form.matches("[data-ordered]")) body.set("seen", this.order);
      const isShown = await this.show(url, { method: "POST", body }, () => (next ? this.querySelector(next) : null), said);
      if (!isShown || !this.board.contains(form)) form.ariaBusy = null;
    });
  }

  // Where a hand goes on once a form is saved.
  after(form) {
    if (form.matches(ADDS)) return `#${CSS.escape(form.querySelector("[name=title]").id)}`;
    return form.matches(".rename") ? titleOf(form) : null;
  }

  // One after the other: each change begins with the outline that the one before it left.
  inTurn(change) {
    this.line = this.line.then(change, change);
    return this.line;
  }

  // What was moved stands in its new place already; refused or lost, it goes back.
  move(part, back) {
    const { position, module } = placeOf(part);
    const key = part.dataset.lesson ?? part.dataset.module;
    const grip = () => this.querySelector(`[data-lesson="${key}"] .grip, [data-module="${key}"] > .module-head .grip`);
    return this.inTurn(async () => {
      const body = new FormData();
      body.set("csrfmiddlewaretoken", this.dataset.token);
      body.set("position", position);
      body.set("seen", this.order);
      if (module) body.set("module", module);
      if (!(await this.show(part.dataset.move, { method: "POST", body }, grip))) back();
    });
  }

  async show(url, options = {}, focus = () => null, said = []) {
    this.setAttribute("aria-busy", "true");
    let answer, html;
    try {
      answer = await fetch(url, { ...options, headers: { "X-Fragment": "board" } });
      if (answer.redirected) return location.reload(); // signed out meanwhile
      if (!answer.ok && answer.status !== 422) throw new Error(answer.statusText);
      html = await answer.text();
    } catch {
      return this.keep(said);
    } finally {
      this.removeAttribute("aria-busy");
    }
    this.later.push({ html, focus, said, isRefused: !answer.ok });
    this.order = /data-order="(\w+)"/.exec(html)?.[1] ?? this.order;
    this.released();
    return true;
  }

  // What did not arrive is in its fields again.
  keep(said) {
    const typed = begun(this.board, this.underway);
    putBack(this.board, said);
    putBack(this.board, typed);
    this.underway.delete(said);
    this.say(this.dataset.lost);
    this.lost();
    return false;
  }

  // Nothing is taken out of a hand: a fresh board waits until what is held is let go.
  released() {
    if (this.later.length && !this.isHolding) this.paint(this.later.splice(0));
  }

  paint(answers) {
    const { html, focus } = answers.at(-1);
    const typed = begun(this.board, this.underway), field = here(this.board);
    this.board.innerHTML = html;
    this.painted();
    for (const { said, isRefused } of answers) {
      if (isRefused) putBack(this.board, said, true);
      this.underway.delete(said);
    }
    putBack(this.board, typed);
    if (document.activeElement === document.body) (fieldNamed(this.board, field) ?? focus())?.focus();
  }

  painted() {
    this.order = this.querySelector("[data-order]")?.dataset.order ?? "";
    this.ticks.again();
    const said = this.board.querySelector(":scope > .notice span");
    if (said) this.say(said.textContent);
  }

  get isHolding() {
    return Boolean(this.drag.isGoing || this.lift.part || this.hand.isFull);
  }

  lost() {
    const notice = document.createElement("div");
    Object.assign(notice, { className: "notice", role: "alert", textContent: this.dataset.lost });
    notice.dataset.tone = "bad";
    this.board.querySelectorAll(":scope > .notice").forEach((old) => old.remove());
    this.board.querySelector(".tabs").after(notice);
  }
}

customElements.define("course-outline", CourseOutline);
