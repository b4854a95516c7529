// <package-import>: sends a package in pieces, goes on where it was cut off, and has it imported once it is whole.
import { send } from "../media/tus.js";

class PackageImport extends HTMLElement {
  connectedCallback() {
    this.token = this.querySelector("[name=csrfmiddlewaretoken]").value;
    const input = this.querySelector("input[type=file]");
    input.addEventListener("change", () => this.begin(input.files[0]));
    addEventListener("beforeunload", (event) => this.isSending && event.preventDefault());
  }

  async begin(file) {
    if (!file || this.isSending) return;
    this.isSending = true;
    try {
      await this.import(await this.upload(file));
      this.isSending = false;
      location.reload();
    } catch (refused) {
      this.isSending = false;
      this.say(refused instanceof TypeError ? this.dataset.lost : refused.message, "bad");
    }
  }

  upload(file) {
    const bar = this.querySelector("progress");
    bar.hidden = false;
    const told = (percent) => {
      bar.value = percent;
      this.say(this.dataset.arriving.replace("{name}", file.name).replace("{percent}", percent));
    };
    const { signal } = new AbortController();
    return send(file, { url: this.dataset.uploads, token: this.token, signal, told, kept: true, waiting: () => this.say(this.dataset.waiting) });
  }

  async import(place) {
    const body = new URLSearchParams({ upload: place.split("/").filter(Boolean).at(-1) });
    const answer = await fetch(this.dataset.url, { method: "POST", body, headers: { "X-CSRFToken": this.token } });
    if (!answer.ok) throw new Error((await answer.json()).words);
  }

  say(words, tone = "") {
    const place = this.querySelector("[data-said]");
    place.textContent = words;
    place.dataset.tone = tone;
  }
}

customElements.define("package-import", PackageImport);
