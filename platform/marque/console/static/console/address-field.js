// <address-field data-host="example.com">: proposes an address from the school's name and shows where it will live.
class AddressField extends HTMLElement {
  connectedCallback() {
    this.address = this.querySelector("input");
    this.preview = this.querySelector("[data-preview]");
    const name = this.closest("form").elements.namedItem("name");
    this.address.addEventListener("input", () => { this.touched = true; this.show(); });
    name?.addEventListener("input", () => this.propose(name.value));
    this.show();
  }

  propose(name) {
    if (this.touched) return;
    const plain = name.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
    this.address.value = plain.replace(/[^a-z0-9]+/g, "-").replace(/^[^a-z]+|-+$/g, "").slice(0, 40);
    this.show();
  }

  show() {
    if (!this.address.value) return;
    this.preview.textContent = `${this.address.value}.${this.dataset.host}`;
  }
}

customElements.define("address-field", AddressField);
