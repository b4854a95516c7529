import { payBy, show } from "./express.js";
import { follow, stripeFor, wishesOf } from "./stripe-script.js";

const WALLETS = { applePay: "apple_pay", googlePay: "google_pay", link: "link", paypal: "paypal" };

// <stripe-express> holds the buttons of wallets. Where none can pay, nothing is shown: the form below pays all the same.
class StripeExpress extends HTMLElement {
  async connectedCallback() {
    try {
      this.stripe = await stripeFor(this.dataset);
      this.elements = this.stripe.elements(wishesOf(this));
      follow(this, this.elements);
      const buttons = this.elements.create("expressCheckout", this.looks());
      for (const name of ["ready", "click", "confirm", "cancel"]) buttons.on(name, (event) => this[name](event));
      buttons.mount(this.querySelector("[data-buttons]"));
    } catch (error) {
      console.warn(error);
    }
  }

  looks() {
    const taken = this.dataset.wallets.split(" ");
    const shown = Object.entries(WALLETS).map(([name, ours]) => [name, taken.includes(ours) ? "auto" : "never"]);
    const paymentMethods = { ...Object.fromEntries(shown), amazonPay: "never", klarna: "never" };
    return { paymentMethods, buttonHeight: 48, layout: { maxColumns: 3, maxRows: 2, overflow: "never" } };
  }

  ready({ availablePaymentMethods: found }) {
    if (found && Object.values(found).some(Boolean)) show(this);
  }

  // within a second, or the wallet does not open
  click(event) {
    this.say("");
    event.resolve({ emailRequired: true, billingAddressRequired: true, business: { name: this.dataset.seller } });
  }

  async confirm(event) {
    const checked = await this.elements.submit();
    const made = checked.error ? checked : await this.stripe.createConfirmationToken({ elements: this.elements });
    if (made.error) {
      event.paymentFailed({ reason: "fail" });
      return this.say(made.error.message);
    }
    this.querySelector("[name=wallet-method]").value = made.confirmationToken.id;
    payBy(this, "stripe", event.billingDetails);
  }

  cancel() {
    this.say("");
  }

  say(words) {
    this.querySelector("[role=alert]").textContent = words;
  }
}

customElements.define("stripe-express", StripeExpress);
