// <print-button> around a hidden button: shows it where there is JavaScript, and prints.
class PrintButton extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
}

customElements.define("print-button", PrintButton);
