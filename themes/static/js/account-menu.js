// Cached pages say "Sign in" to everybody; a reader with the hint cookie gets their own corner fetched afterwards.
class AccountMenu extends HTMLElement {
  async connectedCallback() {
    if (!/(?:^|; )signed_in=1/.test(document.cookie) || this.asked) return;
    this.asked = true;
    const asked = { credentials: "same-origin", headers: { Accept: "text/html" } };
    const answer = await fetch("/account/menu/", asked).catch(() => null); // without a line, the page is read as it is
    if (answer?.status !== 200) return;
    this.innerHTML = await answer.text();
    this.querySelector("form[data-before]")?.addEventListener("submit", (event) => this.leave(event));
  }

  // what this device holds of whoever signs out is sent and forgotten first
  async leave(event) {
    event.preventDefault();
    const form = event.target, { leave } = await import(form.dataset.before);
    if (await leave(form.dataset.unsent)) form.submit();
  }
}

customElements.define("account-menu", AccountMenu);
