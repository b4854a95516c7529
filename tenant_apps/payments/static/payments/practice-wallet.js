import { payBy, show } from "./express.js";

// <practice-wallet> opens a sheet as a phone's wallet does; confirmed, it sends the checkout's form.
class PracticeWallet extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
    this.addEventListener("keydown", this);
    show(this);
  }

  handleEvent(event) {
    const does = (name) => event.target.closest(`[data-${name}]`);
    if (event.type === "keydown") {
      // the sheet is inside the form, which Enter would send
      if (event.key === "Enter" && event.target.matches("dialog input")) event.preventDefault();
    } else if (does("open")) this.open();
    else if (does("cancel")) this.sheet.close();
    else if (does("pay")) this.pay();
  }

  open() {
    this.sheet = this.querySelector("template").content.cloneNode(true).firstElementChild;
    this.sheet.querySelector("[data-total]").textContent = document.querySelector(".due[data-for=people]").textContent;
    this.sheet.addEventListener("close", () => this.sheet.returnValue || this.sheet.remove());
    this.append(this.sheet);
    this.sheet.showModal();
  }

  pay() {
    const said = (name) => this.sheet.querySelector(`#wallet-${name}`).value.trim();
    this.sheet.close("paid"); // it stays in the form, whose card it names
    payBy(this, "sandbox", { name: said("name"), email: said("email"), address: { country: said("country") } });
  }
}

customElements.define("practice-wallet", PracticeWallet);
