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

    create(kind, wishes) {
      if (kind === "expressCheckout") return (this.express = new Express(this.said, wishes));
      this.frame = frame("/elements", this.said, "Secure payment input frame");
      return { mount: (place) => place.replaceChildren(this.frame) };
    }

    update(said) {
      const known = { mode: this.said.mode, amount: this.said.amount, ...said };
      Object.assign(this.said, known, { amount: known.mode === "setup" ? "" : known.amount });
    }

    async submit() {
      return this.express ? {} : ask(this.frame, "check");
    }
  }

  // buttons in one frame, the wallet's sheet in another; nothing shows where no wallet is
  class Express {
    constructor(said, { paymentMethods = {} } = {}) {
      this.said = said;
      this.never = Object.keys(paymentMethods).filter((name) => paymentMethods[name] === "never");
      this.heard = {};
    }

    on(name, act) {
      this.heard[name] = act;
      return this;
    }

    async mount(place) {
      const asked = { key: this.said.key, account: this.said.account, host: location.hostname };
      const found = (await told("/wallets", asked)).filter((name) => !this.never.includes(name));
      const there = found.length ? Object.fromEntries(found.map((name) => [name, true])) : undefined;
      if (there) {
        this.buttons = frame("/wallets", { wallets: found }, "Secure express checkout frame");
        this.buttons.style.blockSize = "3.2rem";
        place.replaceChildren(this.buttons);
        this.wait();
      }
      this.heard.ready?.({ elementType: "expressCheckout", availablePaymentMethods: there });
    }

    async wait() {
      for (;;) {
        const wallet = await answerOf(this.buttons, "pressed");
        const late = setTimeout(() => { throw new Error("The click event was not resolved within a second."); }, 1000);
        this.heard.click({ expressPaymentType: wallet, resolve: (wishes) => { clearTimeout(late); this.open(wallet, wishes ?? {}); } });
      }
    }

    async open(wallet, { emailRequired = false, business = {} }) {
      const { amount = "", currency } = this.said;
      const sheet = shown("/sheet", { amount, currency, business: business.name ?? "", email: emailRequired ? "1" : "" }, "A wallet");
      const answer = await answerOf(sheet, "closed");
      sheet.remove();
      if (!answer) return this.heard.cancel?.({ elementType: "expressCheckout" });
      this.allowed = { wallet, number: answer.number, amount: Number(amount) || null, currency };
      this.allowed.setupFutureUsage = this.said.setupFutureUsage ?? "";
      const paymentFailed = () => {};
      this.heard.confirm({ expressPaymentType: wallet, billingDetails: answer.owner, paymentFailed });
    }
  }

  async function told(path, said) {
    const answer = await fetch(`${home}${path}`, { method: "POST", body: JSON.stringify(said) });
    return answer.json();
  }

  function shown(path, said, title) {
    const made = frame(path, said, title);
    Object.assign(made.style, { position: "fixed", insetBlockStart: "20%", insetInline: "10%", inlineSize: "80%", background: "white", zIndex: 9 });
    document.body.append(made);
    return made;
  }

  async function question(said) {
    const asked = shown("/question", said, "Your bank asks");
    const answer = await answerOf(asked, "answered");
    asked.remove();
    return answer;
  }

  window.Stripe = (key, { stripeAccount = "" } = {}) => ({
    elements: ({ mode, amount, currency, setupFutureUsage }) =>
      new Elements({ key, account: stripeAccount, mode, amount: amount ?? "", currency, setupFutureUsage: setupFutureUsage ?? "" }),

    async createConfirmationToken({ elements }) {
      const { express, said } = elements;
      const asked = { ...express?.allowed, key: said.key, account: said.account };
      const made = express ? await told("/elements", asked) : await ask(elements.frame, "token");
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
