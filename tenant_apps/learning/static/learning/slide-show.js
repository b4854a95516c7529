// <slide-show> around an <ol> of pictures: one at a time, by arrows, space, Home and End, swipe or buttons. The last one
// that was looked at is where it goes on.
class SlideShow extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    this.slides = [...this.querySelectorAll("li")];
    this.classList.add("is-one");
    this.querySelector(".slides-bar").hidden = false;
    const press = (name, act) => this.on(this.querySelector(`[data-part=${name}]`), "click", act);
    press("back", () => this.show(this.at - 1));
    press("on", () => this.show(this.at + 1));
    press("full", () => (document.fullscreenElement ? document.exitFullscreen() : this.requestFullscreen?.()));
    this.on(this, "keydown", (event) => this.press(event));
    this.on(this, "pointerdown", (event) => { this.from = event.clientX; });
    this.on(this, "pointerup", (event) => this.swiped(event.clientX - this.from));
    const kept = Number(sessionStorage.getItem(`slide:${this.dataset.key}`));
    this.show(Math.min(kept || 0, this.slides.length - 1));
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  on(target, kind, act) {
    target.addEventListener(kind, act, { signal: this.stop.signal });
  }

  show(wanted) {
    this.at = Math.max(0, Math.min(wanted, this.slides.length - 1));
    this.slides.forEach((slide, place) => { slide.hidden = place !== this.at; });
    const next = this.slides[this.at + 1]?.querySelector("img");
    if (next) next.loading = "eager";
    this.querySelector("[data-part=place]").textContent = `${this.at + 1} / ${this.slides.length}`;
    this.querySelector("[data-part=back]").disabled = this.at === 0;
    this.querySelector("[data-part=on]").disabled = this.at === this.slides.length - 1;
    sessionStorage.setItem(`slide:${this.dataset.key}`, this.at);
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const flip = getComputedStyle(this).direction === "rtl" ? -1 : 1;
    if (event.key === " " && event.target.closest("button")) return;
    const places = {
      ArrowRight: this.at + flip, ArrowLeft: this.at - flip, PageDown: this.at + 1, PageUp: this.at - 1,
      " ": this.at + 1, Home: 0, End: this.slides.length - 1,
    };
    if (!(event.key in places)) return;
    event.preventDefault();
    this.show(places[event.key]);
  }

  swiped(far) {
    if (Math.abs(far) > 60) this.show(this.at + (far < 0 ? 1 : -1));
  }
}

customElements.define("slide-show", SlideShow);
