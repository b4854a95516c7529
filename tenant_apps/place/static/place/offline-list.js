// <offline-list>: what is on this device for whoever is signed in on it, to be read or removed.
import "./keys.js";
import { drop, lessons, size } from "./kept.js";

const mega = (bytes) => (bytes / 1024 ** 2).toFixed(1);

class OfflineList extends HTMLElement {
  async connectedCallback() {
    const here = location.pathname === this.dataset.here;
    this.querySelector("[data-part=missed]").hidden = here;
    this.querySelector("[data-part=again]").onclick = () => location.reload();
    window.addEventListener("online", () => here || location.reload());
    document.addEventListener("place:kept", () => this.show());
    if (globalThis.cookieStore) await this.show();
  }

  async show() {
    const who = await place.who(), rows = who ? await lessons(who) : [];
    const list = this.querySelector("ul"), model = this.querySelector("template").content.firstElementChild;
    list.replaceChildren(...rows.map((row) => this.row(model.cloneNode(true), row, who)));
    this.querySelector("[data-part=none]").hidden = rows.length > 0;
    this.querySelector("[data-part=sum]").textContent = rows.length ? this.dataset.sum.replace("{size}", mega(size(rows))) : "";
  }

  row(item, row, who) {
    const link = item.querySelector("a"), button = item.querySelector("button");
    link.href = row.url;
    link.textContent = row.title;
    item.querySelector("[data-part=about]").textContent = [row.course, row.asked ? `${mega(row.bytes)} MB` : "", row.left].filter(Boolean).join(", ");
    button.setAttribute("aria-label", `${button.dataset.label} ${row.title}`);
    button.onclick = async () => {
      await drop(who, row);
      await this.show();
    };
    return item;
  }
}

customElements.define("offline-list", OfflineList);
