// <sort-list> around an ordered list: its lines move by button, by drag, and say where they went.
class SortList extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector("ol");
    this.addEventListener("click", (event) => {
      const button = event.target.closest("[data-by]");
      if (button) this.move(button.closest("li"), Number(button.dataset.by), button);
    });
    this.addEventListener("dragstart", (event) => (this.held = event.target.closest("li")));
    this.addEventListener("dragover", (event) => this.over(event));
    this.addEventListener("dragend", () => (this.held = null));
  }

  move(line, by, button) {
    const beside = by < 0 ? line.previousElementSibling : line.nextElementSibling;
    if (!beside) return;
    if (by < 0) beside.before(line);
    else beside.after(line);
    button.focus();
  }

  over(event) {
    const line = event.target.closest("li");
    if (!this.held || !line || line === this.held) return;
    event.preventDefault();
    const { top, height } = line.getBoundingClientRect();
    if (event.clientY < top + height / 2) line.before(this.held);
    else line.after(this.held);
  }
}

customElements.define("sort-list", SortList);
