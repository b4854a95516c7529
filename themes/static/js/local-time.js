// <local-time><time datetime="…">fallback</time></local-time>: the same moment in the reader's own zone and words.
const STYLES = {
  date: { day: "numeric", month: "long", year: "numeric" },
  day: { weekday: "short", day: "numeric", month: "short" },
  time: { hour: "2-digit", minute: "2-digit" },
  moment: { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
};

class LocalTime extends HTMLElement {
  connectedCallback() {
    const time = this.querySelector("time");
    const moment = new Date(time?.dateTime);
    if (Number.isNaN(moment.valueOf())) return;
    const style = STYLES[this.getAttribute("format")] ?? STYLES.moment;
    time.textContent = new Intl.DateTimeFormat(document.documentElement.lang || undefined, style).format(moment);
  }
}

customElements.define("local-time", LocalTime);
