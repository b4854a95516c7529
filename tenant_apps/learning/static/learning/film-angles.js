// Several cameras: the film goes on at the same second from where it is looked at.
export function angles(host) {
  const pick = host.querySelector("[data-part=angle]");
  if (!pick) return;
  const first = { src: host.video.getAttribute("src"), stream: host.dataset.stream };
  host.on(pick, "change", () => {
    const { src, stream } = pick.value ? pick.selectedOptions[0].dataset : first;
    host.show(src, stream);
  });
}
