// <embedded-page site="https://…"> tells the page around this frame how high it is, when to close, and who has paid.
class EmbeddedPage extends HTMLElement {
  connectedCallback() {
    this.seen = new ResizeObserver(() => this.tell({ type: "height", height: document.body.scrollHeight }));
    this.seen.observe(document.body);
    document.addEventListener("keydown", this);
    document.addEventListener("click", this);
    if (this.dataset.completed) this.tell({ type: "completed", order: this.dataset.completed });
  }

  disconnectedCallback() {
    this.seen.disconnect();
    document.removeEventListener("keydown", this);
    document.removeEventListener("click", this);
  }

  handleEvent(event) {
    if (event.type === "keydown" ? event.key === "Escape" : event.target.closest("[data-closes]")) {
      event.preventDefault();
      this.tell({ type: "close" });
    } else if (event.type === "click") {
      // other pages of the shop are not for this frame
      const link = event.target.closest("a[href]");
      if (link) link.target = "_blank";
    }
  }

  tell(words) {
    // to this site and no other, whoever else may have put us into a frame
    parent.postMessage({ checkout: 1, ...words }, this.getAttribute("site"));
  }
}

customElements.define("embedded-page", EmbeddedPage);
