// <course-outline>: every form in it is sent by fetch and answered with a fresh board; grips move modules and lessons.
import { ask } from "./asking.js";
import { Drag } from "./drag.js";
import { Lift } from "./lift.js";
import { placeOf } from "./places.js";
import { startRenaming } from "./renaming.js";
import { Ticks } from "./ticks.js";
import { begun, putBack, sent } from "./typed.js";

class CourseOutline extends HTMLElement {
  connectedCallback() {
    this.board = this.querySelector("[data-board]");
    this.live = this.querySelector("[data-live]");
    this.line = Promise.resolve();
    this.addEventListener("submit", (event) => this.submit(event));
    this.addEventListener("click", (event) => this.click(event));
    this.addEventListener("keydown", (event) => this.press(event));
    this.ticks = new Ticks(this);
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
      history.replaceState(null, "", pick.search);
      const first = () => this.querySelector(".inspector input:not([type=hidden])");
      return this.inTurn(() => this.show(location.pathname + pick.search, {}, first));
    }
    if (event.target.closest("[data-rename]")) startRenaming(event.target.closest("[data-rename]"));
  }

  press(event) {
    if (event.key !== "F2" || !event.target.closest(".rowline, .module-head")) return;
    event.preventDefault();
    startRenaming(event.target);
  }

  submit(event) {
    event.preventDefault();
    const { target: form, submitter } = event;
    const body = new FormData(form, submitter);
    const url = submitter?.getAttribute("formaction") ?? form.action;
    if (submitter?.matches("[data-asks]")) return ask(this, url, body);
    form.closest("dialog")?.close();
    submitter?.closest("[popover]")?.hidePopover();
    const again = form.matches(".adding, .addrow") ? form.querySelector("[name=title]").id : "";
    const said = sent(form);
    form.setAttribute("aria-busy", "true");
    return this.inTurn(async () => {
      if (form.matches("[data-ordered]")) body.set("seen", this.order);
      await this.show(url, { method: "POST", body }, () => document.getElementById(again), said);
      form.removeAttribute("aria-busy");
    });
  }

  // One after the other: each change begins with the outline that the one before it left.
  inTurn(change) {
    this.line = this.line.then(change);
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
    try {
      const answer = await fetch(url, { ...options, headers: { "X-Fragment": "board" } });
      if (answer.redirected) return location.reload(); // signed out meanwhile
      if (!answer.ok && answer.status !== 422) throw new Error(answer.statusText);
      this.paint(await answer.text(), focus, answer.ok ? [] : said);
      return true;
    } catch {
      putBack(this.board, [...said, ...begun(this.board)]);
      this.say(this.dataset.lost);
      this.lost();
      return false;
    } finally {
      this.removeAttribute("aria-busy");
    }
  }

  // Nothing is taken out of a hand: the fresh board waits until what is held is let go.
  paint(html, focus, refused = []) {
    this.order = /data-order="(\w+)"/.exec(html)?.[1] ?? this.order;
    if (this.isHolding) {
      this.later = [html, focus, refused];
      return;
    }
    this.later = null;
    const typed = begun(this.board);
    this.board.innerHTML = html;
    this.painted();
    putBack(this.board, refused);
    const here = putBack(this.board, typed);
    (here ?? focus())?.focus();
  }

  painted() {
    this.order = this.querySelector("[data-order]")?.dataset.order ?? "";
    this.ticks.again();
    const said = this.board.querySelector(":scope > .notice span");
    if (said) this.say(said.textContent);
  }

  get isHolding() {
    return Boolean(this.drag.isGoing || this.lift.part || this.querySelector(".rename:not([hidden], [aria-busy])"));
  }

  released() {
    if (this.later) this.paint(...this.later);
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
