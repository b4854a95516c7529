// <busy-form label="Paying"> around a form: one submission at a time, and the button says what is happening.
class BusyForm extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", this);
    addEventListener("pageshow", (event) => event.persisted && this.rest());
  }

  handleEvent(event) {
    if (this.busy) return event.preventDefault();
    queueMicrotask(() => event.defaultPrevented || this.work(event.submitter));
  }

  work(button) {
    this.busy = button ?? this.querySelector("[type=submit], button:not([type])");
    if (!this.busy) return;
    this.words = this.busy.innerHTML;
    this.busy.style.minInlineSize = `${this.busy.offsetWidth}px`;
    this.busy.setAttribute("aria-busy", "true");
    if (this.hasAttribute("label")) this.busy.textContent = this.getAttribute("label");
  }

  rest() {
    if (!this.busy) return;
    this.busy.removeAttribute("aria-busy");
    this.busy.innerHTML = this.words;
    this.busy = null;
  }
}

customElements.define("busy-form", BusyForm);
