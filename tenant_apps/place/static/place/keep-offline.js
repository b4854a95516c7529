// <keep-offline>: a lesson, or all of a course that is open, for where there is no line. First its size, then the act.
import { keep, lessons, drop, LIMIT, size } from "./kept.js";

const mega = (bytes) => (bytes / 1024 ** 2).toFixed(bytes < 10 * 1024 ** 2 ? 1 : 0);
const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_all, name) => values[name]);

class KeepOffline extends HTMLElement {
  async connectedCallback() {
    if (!navigator.serviceWorker || !globalThis.cookieStore || this.button) return;
    this.button = this.querySelector("button");
    this.label = this.querySelector("[data-part=label]");
    this.state = this.querySelector("[data-part=state]");
    this.button.addEventListener("click", () => this.press());
    document.addEventListener("place:kept", () => this.show());
    this.hidden = false;
    await this.show();
  }

  async mine() {
    const rows = (await lessons(this.dataset.who)).filter((row) => row.asked);
    return rows.filter((row) => (this.dataset.lesson ? row.lesson === this.dataset.lesson : row.course === this.dataset.course));
  }

  async show() {
    const rows = await this.mine();
    this.plan = null;
    this.have = rows;
    this.label.textContent = rows.length ? this.dataset.remove : this.dataset.keep;
    this.state.textContent = rows.length ? fill(this.dataset.kept, { count: rows.length, size: mega(size(rows)) }) : "";
  }

  async press() {
    this.button.disabled = true;
    try {
      if (this.plan) await this.fetchAll();
      else if (this.have.length) await this.removeAll();
      else await this.ask();
    } catch {
      await this.show();
      this.state.textContent = this.dataset.failed;
    }
    this.button.disabled = false;
  }

  async ask() {
    const query = this.dataset.lesson ? `?lesson=${this.dataset.lesson}` : "";
    const answer = await fetch(`${this.dataset.plan}${query}`);
    if (!answer.ok) throw new Error(answer.status);
    const { lessons: plan, who } = await answer.json(), bytes = size(plan);
    const used = size(await lessons(this.dataset.who)), free = await room();
    if (who !== this.dataset.who || !plan.length) return (this.state.textContent = this.dataset.nothing);
    if (used + bytes > LIMIT || bytes > free) {
      return (this.state.textContent = fill(this.dataset.full, { size: mega(bytes), left: mega(Math.max(0, Math.min(LIMIT - used, free))) }));
    }
    this.plan = plan;
    this.label.textContent = fill(this.dataset.sure, { count: plan.length, size: mega(bytes) });
    this.state.textContent = [...new Set(plan.map((each) => each.left_out).filter(Boolean))].join(" ");
  }

  async fetchAll() {
    await navigator.storage?.persist?.();
    const plan = this.plan;
    for (const [at, each] of plan.entries()) {
      this.state.textContent = fill(this.dataset.doing, { at: at + 1, count: plan.length });
      if (!(await keep(this.dataset.who, this.dataset.course, each))) throw new Error(each.url);
    }
    await this.show();
  }

  async removeAll() {
    for (const row of this.have) await drop(this.dataset.who, row);
    await this.show();
  }
}

async function room() {
  const { quota = Infinity, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  return quota - usage;
}

customElements.define("keep-offline", KeepOffline);
