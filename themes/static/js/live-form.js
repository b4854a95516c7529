// <live-form> around a form: when a choice changes, asks the server for the new total and swaps what is marked
// data-live. Parts marked data-live-when-shown are swapped only when they appear or go, so that typed words stay.
class LiveForm extends HTMLElement {
  connectedCallback() {
    this.classList.add("is-live");
    for (const kind of ["change", "click"]) document.addEventListener(kind, this);
  }

  disconnectedCallback() {
    for (const kind of ["change", "click"]) document.removeEventListener(kind, this);
  }

  handleEvent(event) {
    const target = event.target.closest("button, input, select");
    if (!target || target.form !== this.querySelector("form")) return;
    if (event.type === "change") {
      if (target.matches("[data-chooses], [name=option], [name=currency], [name=amount]")) this.ask("update", "1");
    } else if (target.matches("button[name=update], button[name=remove]")) {
      event.preventDefault();
      this.ask(target.name, target.value);
    }
  }

  async ask(name, value) {
    this.asking?.abort();
    this.asking = new AbortController();
    const form = this.querySelector("form");
    const data = new FormData(form);
    for (const secret of ["number", "expiry", "cvc"]) data.delete(secret);
    data.append(name, value);
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, signal: this.asking.signal });
      if (answer.redirected || ![200, 422].includes(answer.status)) return location.reload();
      this.swap(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  }

  swap(page) {
    const focused = document.activeElement?.id;
    for (const old of document.querySelectorAll("[data-live]")) {
      const fresh = page.querySelector(`[data-live="${old.dataset.live}"]`);
      if (!fresh) continue;
      const same = Boolean(old.firstElementChild) === Boolean(fresh.firstElementChild);
      const wrong = old.querySelector(".error") || fresh.querySelector(".error");
      if (old.hasAttribute("data-live-when-shown") && same && !wrong) continue;
      for (const fold of old.querySelectorAll("details[open]")) fresh.querySelector("details")?.setAttribute("open", "");
      old.replaceChildren(...fresh.childNodes);
    }
    document.dispatchEvent(new Event("live-form:swapped"));
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  }
}

customElements.define("live-form", LiveForm);
