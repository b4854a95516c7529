// The prepared film: Safari plays it by itself, other browsers through hls.js, which is loaded when a film is played.
const HLS = "application/vnd.apple.mpegurl";

export async function attach(video, { stream, script, plays, expired }) {
  const at = video.currentTime;
  if (video.webkitSetPresentationMode && video.canPlayType(HLS)) {
    video.src = stream;
    video.addEventListener("loadedmetadata", () => { video.currentTime = at; }, { once: true });
    if (plays) video.play();
    return null;
  }
  const Hls = await load(script);
  if (!Hls?.isSupported()) return null; // the file goes on playing
  const hls = new Hls({ startPosition: at || -1, enableWorker: false, capLevelToPlayerSize: true });
  hls.on(Hls.Events.ERROR, (_kind, fault) => {
    if (!fault.fatal) return;
    if (fault.response?.code === 403) return expired();
    if (fault.type === Hls.ErrorTypes.MEDIA_ERROR) hls.recoverMediaError();
    else setTimeout(() => hls.startLoad(), 3000);
  });
  if (plays) hls.on(Hls.Events.MANIFEST_PARSED, () => video.play().catch(() => {}));
  hls.loadSource(stream);
  hls.attachMedia(video);
  return hls;
}

let loading;

function load(script) {
  loading ??= new Promise((done) => {
    const tag = document.createElement("script");
    tag.src = script;
    tag.onload = () => done(window.Hls);
    tag.onerror = () => done(null);
    document.head.append(tag);
  });
  return loading;
}
