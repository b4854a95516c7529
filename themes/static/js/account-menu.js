// Cached pages say "Sign in" to everybody; a reader with the hint cookie gets their own corner fetched afterwards.
class AccountMenu extends HTMLElement {
  async connectedCallback() {
    if (!/(?:^|; )signed_in=1/.test(document.cookie) || this.asked) return;
    this.asked = true;
    const answer = await fetch("/account/menu/", { credentials: "same-origin", headers: { Accept: "text/html" } });
    if (answer.status === 200) this.innerHTML = await answer.text();
  }
}

customElements.define("account-menu", AccountMenu);
