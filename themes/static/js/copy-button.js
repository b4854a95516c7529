// <copy-button value="…" done="Link copied"><button>…</button></copy-button>
import { toast } from "./toast-stack.js";

class CopyButton extends HTMLElement {
  connectedCallback() {
    this.hidden = !navigator.clipboard;
    this.addEventListener("click", async () => {
      await navigator.clipboard.writeText(this.getAttribute("value") ?? location.href);
      toast(this.getAttribute("done") ?? "Copied");
    });
  }
}

customElements.define("copy-button", CopyButton);
