// <time-left data-until="…">: counts down by the server's clock, and hands in its form when the time is up,
// after what stands in the question's form, if somebody touched it.
class TimeLeft extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.until = Date.parse(this.dataset.until);
    // the page was made a moment ago: what the browser's clock is wrong by does not count
    this.skew = Date.parse(this.dataset.now) - Date.now();
    this.face = document.createElement("span");
    this.told = document.createElement("span");
    this.told.className = "sr";
    this.told.setAttribute("role", "status");
    this.replaceChildren(this.form, this.face, this.told);
    this.question = document.querySelector("form.quiz-in");
    for (const kind of ["input", "click", "drop"]) this.question?.addEventListener(kind, () => (this.touched = true));
    this.timer = setInterval(() => this.tick(), 500);
    this.tick();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  tick() {
    const seconds = Math.max(0, Math.ceil((this.until - Date.now() - this.skew) / 1000));
    const pad = (number) => String(number).padStart(2, "0");
    const hours = Math.floor(seconds / 3600);
    this.face.textContent = `${hours ? `${hours}:` : ""}${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
    if (seconds <= 60 && !this.told.textContent) this.told.textContent = this.dataset.soon;
    if (seconds === 0) {
      clearInterval(this.timer);
      this.handIn();
    }
  }

  async handIn() {
    if (this.touched) {
      try {
        await fetch(location.href, { method: "POST", body: new FormData(this.question), redirect: "manual" });
      } catch {
        // offline: what was saved before is handed in once the network is back
      }
    }
    this.form.submit();
  }
}

customElements.define("time-left", TimeLeft);
