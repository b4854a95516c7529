// <toast-stack> holds short confirmations of small, reversible things; call toast("Copied").
const STAYS = 4000;
const LEAVES = 300;

class ToastStack extends HTMLElement {
  add(words) {
    const toast = document.createElement("div");
    toast.className = "toast";
    toast.textContent = words;
    this.append(toast);
    setTimeout(() => toast.toggleAttribute("data-leaving", true), STAYS);
    setTimeout(() => toast.remove(), STAYS + LEAVES);
  }
}

customElements.define("toast-stack", ToastStack);

export const toast = (words) => document.querySelector("toast-stack")?.add(words);
