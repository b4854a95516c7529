// A stand-in for Stripe.js: its fields and its bank's window are frames of this host, as the real ones are.
(() => {
  const home = new URL(document.currentScript.src).origin;

  function frame(path, said, title) {
    const made = document.createElement("iframe");
    made.src = `${home}${path}?${new URLSearchParams(said)}`;
    made.title = title;
    Object.assign(made.style, { border: "0", inlineSize: "100%", blockSize: "14rem" });
    return made;
  }

  function answerOf(child, name) {
    return new Promise((resolve) => {
      const listen = (event) => {
        if (event.origin !== home || event.source !== child.contentWindow || event.data?.name !== name) return;
        window.removeEventListener("message", listen);
        resolve(event.data.answer);
      };
      window.addEventListener("message", listen);
    });
  }

  async function ask(child, name) {
    const answer = answerOf(child, name);
    child.contentWindow.postMessage({ name }, home);
    return answer;
  }

  class Elements {
    constructor(said) {
      this.said = said;
    }

    create() {
      this.frame = frame("/elements", this.said, "Secure payment input frame");
      return { mount: (place) => place.replaceChildren(this.frame) };
    }

    submit() {
      return ask(this.frame, "check");
    }
  }

  async function told(path, said) {
    const answer = await fetch(`${home}${path}`, { method: "POST", body: JSON.stringify(said) });
    return answer.json();
  }

  async function question(said) {
    const shown = frame("/question", said, "Your bank asks");
    Object.assign(shown.style, { position: "fixed", insetBlockStart: "20%", insetInline: "10%", inlineSize: "80%", background: "white", zIndex: 9 });
    document.body.append(shown);
    const answer = await answerOf(shown, "answered");
    shown.remove();
    return answer;
  }

  window.Stripe = (key, { stripeAccount = "" } = {}) => ({
    elements: () => new Elements({ key, account: stripeAccount }),

    async createConfirmationToken({ elements }) {
      const made = await ask(elements.frame, "token");
      return made.error ? made : { confirmationToken: made };
    },

    async handleNextAction({ clientSecret }) {
      const said = { key, account: stripeAccount, secret: clientSecret };
      const intent = await told("/question", said);
      const away = intent.next_action?.redirect_to_url?.url;
      if (away) {
        location.assign(away);
        return new Promise(() => {});
      }
      if (intent.status !== "requires_action") return { paymentIntent: intent };
      const after = await question(said);
      return after.last_payment_error ? { error: after.last_payment_error } : { paymentIntent: after };
    },
  });
})();
