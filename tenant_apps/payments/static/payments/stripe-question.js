import { stripeFor } from "./stripe-script.js";

// <stripe-question> opens the bank's window at once, and sends its form with how that ended.
class StripeQuestion extends HTMLElement {
  async connectedCallback() {
    const form = this.querySelector("form");
    let refused = true;
    try {
      const stripe = await stripeFor(this.dataset);
      refused = Boolean((await stripe.handleNextAction({ clientSecret: this.dataset.secret })).error);
    } finally {
      form.elements.answer.value = refused ? "refuse" : "approve";
      form.submit();
    }
  }
}

customElements.define("stripe-question", StripeQuestion);
