// <picture-finder data-url data-of>: other pictures for a list that holds the newest ones, found by their names.
class PictureFinder extends HTMLElement {
  connectedCallback() {
    this.select = this.closest("form").elements[this.dataset.of];
    this.input = this.querySelector("input");
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.find(), 300);
    });
    this.input.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    this.hidden = false;
  }

  async find() {
    const words = this.input.value;
    const answer = await fetch(`${this.dataset.url}?${new URLSearchParams({ q: words })}`).catch(() => null);
    if (!answer?.ok) return;
    const found = document.createElement("template");
    found.innerHTML = await answer.text();
    if (words !== this.input.value) return;
    // what is chosen stays so
    const kept = [...this.select.options].filter((one) => !one.value || one.selected);
    const others = [...found.content.querySelectorAll("option")];
    this.select.replaceChildren(...kept, ...others.filter((one) => !kept.some((other) => other.value === one.value)));
    this.querySelector("[role=status]").textContent = this.dataset.found;
  }
}

customElements.define("picture-finder", PictureFinder);
