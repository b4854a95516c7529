// Says which seconds were really played, every ten seconds and when the film rests. What could not be said is kept.
const EVERY = 10;
const LONGEST_STEP = 3; // at double speed, in a tab that is looked at seldom

export function report(host) {
  const { video, dataset } = host;
  let spans = [], from = null, last = null;

  const close = () => {
    if (from !== null && last > from) spans.push([Math.round(from), Math.round(last)]);
    from = last = video.paused || video.seeking ? null : video.currentTime;
  };
  const tick = () => {
    const now = video.currentTime;
    if (video.seeking || last === null || now < last || now - last > LONGEST_STEP) {
      if (from !== null && last > from) spans.push([Math.round(from), Math.round(last)]);
      from = now;
    }
    last = now;
    if (now - from >= EVERY) tell();
  };
  const tell = () => {
    close();
    const said = spans.filter(([start, end]) => end > start).slice(-100);
    if (!dataset.report || !said.length) return;
    spans = [];
    const body = new URLSearchParams({
      played: said.map((span) => span.join("-")).join(","),
      seconds: Math.floor(video.currentTime),
    });
    fetch(dataset.report, { method: "POST", body, keepalive: true })
      .then((answer) => { if (answer.status >= 500) spans.unshift(...said); })
      // whoever keeps words for later keeps these, too; else they wait on this page
      .catch(() => document.dispatchEvent(new CustomEvent("film:unsaid", { detail: { ...Object.fromEntries(body), block: dataset.block ?? "" }, cancelable: true })) && spans.unshift(...said));
  };

  host.on(video, "timeupdate", tick);
  host.on(video, "seeking", () => { if (from !== null && last > from) spans.push([Math.round(from), Math.round(last)]); from = last = null; });
  host.on(video, "pause ended", tell);
  host.on(window, "pagehide online", tell);
}
