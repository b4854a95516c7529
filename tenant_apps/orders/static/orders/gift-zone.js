// <gift-zone> around a hidden field: says in which time zone the buyer means "in the morning".
class GiftZone extends HTMLElement {
  connectedCallback() {
    const field = this.querySelector("input");
    if (field && !field.value) field.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
  }
}

customElements.define("gift-zone", GiftZone);
