// <code-listing>: a button that copies the code.
class CodeListing extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button"), words = button.querySelector("span"), said = words.textContent;
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(this.querySelector("code").textContent);
      words.textContent = button.dataset.copied;
      setTimeout(() => { words.textContent = said; }, 2000);
    });
  }
}

customElements.define("code-listing", CodeListing);
