/** <brand-form>: shows the colours being chosen in the frame beside the form. Without it the page shows what is saved. */
class BrandForm extends HTMLElement {
  connectedCallback() {
    this.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.show(), 250);
    });
  }

  show() {
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(this.querySelector("form"))) {
      if (["theme", "brand_colour", "accent_colour", "scheme", "wordmark"].includes(name)) query.set(name, value);
    }
    this.querySelector("iframe").src = `${this.dataset.preview}?${query}`;
  }
}

customElements.define("brand-form", BrandForm);
