// <course-outline>: every form in it is sent by fetch and answered with a fresh board; grips move modules and lessons.
import { Drag } from "./drag.js";
import { Lift } from "./lift.js";
import { placeOf } from "./places.js";
import { startRenaming } from "./renaming.js";

class CourseOutline extends HTMLElement {
  connectedCallback() {
    this.board = this.querySelector("[data-board]");
    this.live = this.querySelector("[data-live]");
    this.addEventListener("submit", (event) => this.submit(event));
    this.addEventListener("click", (event) => this.click(event));
    this.drag = new Drag(this);
    this.lift = new Lift(this);
  }

  say(words) {
    this.live.textContent = words;
  }

  click(event) {
    const pick = event.target.closest("[data-pick]");
    if (pick && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      history.replaceState(null, "", pick.search);
      return this.show(location.pathname + pick.search, {}, () => this.querySelector(".inspector input:not([type=hidden])"));
    }
    if (event.target.closest("[data-rename]")) startRenaming(event.target.closest("[data-rename]"));
  }

  submit(event) {
    event.preventDefault();
    const body = new FormData(event.target, event.submitter);
    const again = event.target.matches(".adding, .addrow") ? event.target.querySelector("[name=title]").id : "";
    this.show(event.target.action, { method: "POST", body }, () => document.getElementById(again));
  }

  move(part) {
    const { position, module } = placeOf(part);
    const body = new FormData();
    body.set("csrfmiddlewaretoken", this.dataset.token);
    body.set("position", position);
    if (module) body.set("module", module);
    const key = part.dataset.lesson ?? part.dataset.module;
    const grip = () => this.querySelector(`[data-lesson="${key}"] .grip, [data-module="${key}"] > .module-head .grip`);
    return this.show(part.dataset.move, { method: "POST", body }, grip);
  }

  async show(url, options = {}, focus = () => null) {
    this.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(url, { ...options, headers: { "X-Fragment": "board" } });
      if (answer.redirected) return location.reload(); // signed out meanwhile
      if (!answer.ok && answer.status !== 422) throw new Error(answer.statusText);
      this.board.innerHTML = await answer.text();
      focus()?.focus();
    } catch {
      this.say(this.dataset.lost);
      this.lost();
    } finally {
      this.removeAttribute("aria-busy");
    }
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
