// <place-device>: starts the worker of this business, keeps the lesson that is open, and lets go of what is no longer owned.
import "./keep-offline.js";
import "./keys.js";
import { drop, heed, lessons, opened, pictures } from "./kept.js";
import { change, put, waiting } from "./outbox.js";
import { send } from "./sending.js";

const RESTS = 10 * 60 * 1000;

class PlaceDevice extends HTMLElement {
  async connectedCallback() {
    const { who, worker } = this.dataset;
    if (!navigator.serviceWorker || !globalThis.cookieStore || (await place.who()) !== who) return;
    document.addEventListener("click", (event) => this.download(event));
    document.addEventListener("film:unsaid", (event) => this.played(event));
    window.addEventListener("online", () => this.contact(true));
    try {
      await this.begin(who, worker);
    } catch (lost) {
      // whoever signed out meanwhile has nothing left here to lose
      if ((await place.who()) === who) throw lost;
    }
  }

  async begin(who, worker) {
    await forgetOthers(who);
    const controlled = Boolean(navigator.serviceWorker.controller);
    await navigator.serviceWorker.register(worker, { scope: "/learn/", updateViaCache: "none" });
    const { active } = await navigator.serviceWorker.ready;
    // it claimed what was open when it came to life, which a page that was just being opened is not
    if (!navigator.serviceWorker.controller) active.postMessage("claim");
    if (!navigator.onLine) return;
    try {
      if (controlled || (await this.first())) await this.open();
    } finally {
      await this.contact(false);
    }
  }

  // the page that started the worker came before it; whoever signs out meanwhile, or has no line, keeps less
  async first() {
    const answer = await fetch(location.pathname).catch(() => null);
    if (!answer?.ok || answer.headers.get("X-Keep") !== this.dataset.who) return false;
    await place.keep(this.dataset.who, location.pathname, answer);
    const urls = performance.getEntriesByType("resource").map(({ name }) => name);
    for (const url of urls.filter((name) => /^\/(static|brand|covers)\//.test(new URL(name).pathname))) {
      const file = await fetch(url).catch(() => null);
      if (file?.ok) await place.keepAsset(url, file);
    }
    return true;
  }

  async open() {
    const { who, lesson, title, course } = this.dataset;
    if (!lesson) return;
    const pages = await caches.open(place.pages(who)), keys = [];
    for (const { url } of pictures(document.documentElement.outerHTML)) {
      keys.push(place.key(url));
      if (await pages.match(place.key(url), { ignoreVary: true })) continue;
      const answer = await fetch(url).catch(() => null);
      if (answer?.ok) await place.keep(who, place.key(url), answer);
    }
    const before = (await lessons(who)).find((row) => row.lesson === lesson);
    await opened(who, { lesson, title, course, url: location.pathname, keys: [...new Set([...(before?.keys ?? []), ...keys])] });
  }

  async contact(again) {
    const { who, device } = this.dataset, rows = await lessons(who);
    const rested = Date.now() - Number(localStorage.getItem("place:asked"));
    if (!rows.length || (!again && rested >= 0 && rested < RESTS)) return;
    const body = new URLSearchParams({ who, lessons: rows.map((row) => row.lesson).join(" ") });
    const answer = await fetch(device, { method: "POST", body }).catch(() => null);
    if (answer?.status === 401 || answer?.status === 409) return void (await Promise.all(rows.map((row) => drop(who, row))));
    if (!answer?.ok) return;
    await heed(who, (await answer.json()).stays);
    localStorage.setItem("place:asked", Date.now());
    document.dispatchEvent(new CustomEvent("place:kept"));
  }

  async played(event) {
    const { who, lesson } = this.dataset;
    if (!lesson) return;
    event.preventDefault();
    await put(who, { kind: "film.play", lesson, ...event.detail });
    if (navigator.onLine) send(who);
  }

  // a download without a line comes from this device
  async download(event) {
    const link = event.target.closest?.("a[download][href^='/media/']");
    if (!link || navigator.onLine) return;
    event.preventDefault();
    const kept = await caches.match(place.key(link.href), { cacheName: place.pages(this.dataset.who), ignoreVary: true });
    if (!kept) return;
    const url = URL.createObjectURL(await kept.blob()), name = decodeURIComponent(link.pathname.split("/").pop());
    Object.assign(document.createElement("a"), { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }
}

// Of somebody who left without signing out, only words that were never sent stay, for them alone.
async function forgetOthers(who) {
  await place.leaveOthers(who);
  for (const { name } of (await indexedDB.databases?.()) ?? []) {
    if (!/^place-[0-9a-f]{24}$/.test(name) || name === `place-${who}`) continue;
    const other = name.slice(6);
    if ((await waiting(other)).length) await change(other, "kept", (kept) => kept.clear());
    else indexedDB.deleteDatabase(name);
  }
}

customElements.define("place-device", PlaceDevice);
