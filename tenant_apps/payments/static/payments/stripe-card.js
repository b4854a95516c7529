import { follow, stripeFor, wishesOf } from "./stripe-script.js";

// <stripe-card> holds Stripe's fields. When the form around it is sent, what was typed there becomes a token here.
class StripeCard extends HTMLElement {
  async connectedCallback() {
    this.form = this.closest("form");
    this.form.addEventListener("submit", this, { capture: true });
    try {
      this.stripe = await stripeFor(this.dataset);
      this.elements = this.stripe.elements(wishesOf(this));
      follow(this, this.elements);
      this.elements.create("payment").mount(this.querySelector("[data-fields]"));
    } catch {
      this.say(this.dataset.failed);
    }
  }

  async handleEvent(event) {
    const token = this.querySelector("input[name=method]");
    // a wallet may pay, another way may be picked beside this one, or a card that is kept here
    const picked = this.closest(".way")?.querySelector("input[name=way]");
    const kept = this.form.querySelector("[name=pay_with]:checked");
    if (this.form.elements.wallet?.value || token.value || picked?.checked === false || (kept && kept.value !== "new")) return;
    event.preventDefault();
    event.stopPropagation();
    if (this.asking || !this.elements) return;
    this.asking = true;
    this.say("");
    const made = await this.tokenise();
    this.asking = false;
    if (made.error) return this.say(made.error.message);
    token.value = made.confirmationToken.id;
    this.form.requestSubmit(event.submitter);
  }

  async tokenise() {
    const keep = this.form.elements.keep;
    if (keep) this.elements.update({ setupFutureUsage: keep.checked ? "off_session" : null });
    const checked = await this.elements.submit();
    return checked.error ? checked : this.stripe.createConfirmationToken({ elements: this.elements });
  }

  say(words) {
    this.querySelector("[role=alert]").textContent = words;
  }
}

customElements.define("stripe-card", StripeCard);
