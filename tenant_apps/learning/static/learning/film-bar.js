// The controls: play, time, chapters, thumbnails, speed, volume, picture in picture, full screen.
const SPEEDS = [0.75, 1, 1.25, 1.5, 1.75, 2];

export function bar(host) {
  const { video } = host;
  const part = (name) => host.querySelector(`[data-part=${name}]`);
  const press = (name, act) => part(name) && host.on(part(name), "click", act); // a recording has fewer of them
  const scrub = part("scrub"), time = part("time"), chapter = part("chapter"), speed = part("speed");
  const chapters = JSON.parse(host.dataset.chapters || "[]");
  const board = JSON.parse(host.dataset.board || "{}");
  const named = (second) => chapters.findLast(([start]) => start <= second)?.[1] ?? "";
  const jump = jumps(host, part("chapters"), chapters);

  const show = () => {
    const now = Math.floor(video.currentTime), long = Math.floor(video.duration || Number(host.dataset.long) || 0);
    scrub.max = long;
    if (!scrub.matches(":active")) scrub.value = now;
    scrub.style.setProperty("--played", `${long ? (100 * now) / long : 0}%`);
    scrub.setAttribute("aria-valuetext", [clock(now), named(now)].filter(Boolean).join(", "));
    time.textContent = `${clock(now)} / ${clock(long)}`;
    chapter.textContent = named(now);
    jump?.show(now);
    host.toggleAttribute("data-playing", !video.paused);
  };
  host.on(video, "timeupdate play pause loadedmetadata durationchange seeked", show);
  host.on(scrub, "input", () => host.seek(Number(scrub.value)));
  host.on(part("play"), "click", () => host.toggle());
  host.on(video, "click", () => host.toggle());
  press("full", () => host.full());
  host.on(part("sound"), "click", () => { video.muted = !video.muted; });
  host.on(video, "volumechange", () => part("sound").setAttribute("aria-pressed", video.muted));
  host.on(speed, "click", () => pace(host, SPEEDS[(SPEEDS.indexOf(video.playbackRate) + 1) % SPEEDS.length]));
  host.on(video, "ratechange", () => { speed.textContent = `${video.playbackRate}×`; });
  if (part("pip") && document.pictureInPictureEnabled && !video.disablePictureInPicture) away(host, part("pip"));
  ticks(part("ticks"), chapters, host);
  thumbs(host, scrub, part("thumb"), board, named);
  const liked = Number(localStorage.getItem("film:speed"));
  if (SPEEDS.includes(liked)) video.playbackRate = video.defaultPlaybackRate = liked;
  show();
}

export function pace(host, rate) {
  host.video.playbackRate = host.video.defaultPlaybackRate = rate;
  localStorage.setItem("film:speed", rate);
}

export const slower = (rate) => SPEEDS[Math.max(0, SPEEDS.indexOf(rate) - 1)];
export const faster = (rate) => SPEEDS[Math.min(SPEEDS.length - 1, SPEEDS.indexOf(rate) + 1)];

export function clock(seconds) {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (part) => String(part).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

function jumps(host, pick, chapters) {
  if (!chapters.length) return null;
  pick.append(...chapters.map(([start, title]) => new Option(`${clock(start)} ${title}`, start)));
  pick.closest("[hidden]").removeAttribute("hidden");
  host.on(pick, "change", () => host.seek(Number(pick.value)));
  return {
    show(now) {
      const at = String(chapters.findLast(([start]) => start <= now)?.[0] ?? "");
      if (pick.value !== at) pick.value = at;
    },
  };
}

function away(host, button) {
  const { video } = host;
  button.hidden = false;
  host.on(button, "click", () => {
    const asked = document.pictureInPictureElement ? document.exitPictureInPicture() : video.requestPictureInPicture();
    asked.catch(() => {}); // the browser has no window to give: the film stays where it is
  });
  host.on(video, "enterpictureinpicture leavepictureinpicture", ({ type }) =>
    button.setAttribute("aria-pressed", type.startsWith("enter")));
}

function ticks(place, chapters, host) {
  const long = Number(host.dataset.long);
  for (const [start] of long ? chapters.filter(([second]) => second > 0) : []) {
    const tick = document.createElement("i");
    tick.style.left = `${(100 * start) / long}%`;
    place.append(tick);
  }
}

function thumbs(host, scrub, thumb, board, named) {
  const [picture, words] = thumb.children;
  picture.hidden = !board.url;
  host.on(scrub, "pointermove", (event) => {
    const box = scrub.getBoundingClientRect();
    const share = Math.max(0, Math.min(1, (event.clientX - box.left) / box.width));
    const second = Math.floor(share * scrub.max);
    thumb.hidden = event.pointerType === "touch" && !scrub.matches(":active");
    words.textContent = [clock(second), named(second)].filter(Boolean).join(" · ");
    if (board.url) {
      const still = Math.min(Math.floor(second / board.every), board.columns * board.rows - 1);
      picture.style.backgroundImage = `url("${board.url}")`;
      picture.style.backgroundSize = `${board.columns * 160}px ${board.rows * 90}px`;
      picture.style.backgroundPosition = `-${(still % board.columns) * 160}px -${Math.floor(still / board.columns) * 90}px`;
    }
    const half = thumb.offsetWidth / 2;
    thumb.style.left = `${Math.max(half, Math.min(share * box.width, box.width - half))}px`;
  });
  host.on(scrub, "pointerleave pointerup", () => { thumb.hidden = true; });
}
