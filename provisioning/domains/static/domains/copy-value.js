/** <copy-value value="…" done="Copied"><button>…</button></copy-value>: the button says so itself. Hidden where it can't. */
class CopyValue extends HTMLElement {
  connectedCallback() {
    this.hidden = !navigator.clipboard;
    this.addEventListener("click", async () => {
      const button = this.querySelector("button");
      await navigator.clipboard.writeText(this.getAttribute("value"));
      const words = [...button.childNodes];
      button.replaceChildren(this.getAttribute("done"));
      button.disabled = true;
      setTimeout(() => {
        button.replaceChildren(...words);
        button.disabled = false;
      }, 1500);
    });
  }
}

customElements.define("copy-value", CopyValue);
