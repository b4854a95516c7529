// <embed-frame data-src>: loads another site's frame when somebody asks for it, and not before.
class EmbedFrame extends HTMLElement {
  connectedCallback() {
    this.style.setProperty("--wide", this.dataset.wide);
    this.style.setProperty("--high", this.dataset.high);
    const button = this.querySelector("button");
    button.hidden = false;
    button.addEventListener("click", () => this.load());
  }

  load() {
    const frame = document.createElement("iframe");
    frame.src = this.dataset.src;
    frame.title = this.dataset.title;
    frame.allow = "fullscreen; picture-in-picture; encrypted-media";
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    frame.sandbox = "allow-scripts allow-same-origin allow-popups allow-presentation";
    // what was asked lies under the frame, where nobody should tab to it
    this.replaceChildren(frame);
    frame.focus();
  }
}

customElements.define("embed-frame", EmbedFrame);
