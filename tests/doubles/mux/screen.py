"""A film as Mux streams it: a list of its qualities, a list of parts for each, and the parts."""

import secrets
from pathlib import Path

from shared_apps.integrations.local_video import ffmpeg
from tests.doubles.mux.books import missing

_CODECS = 'CODECS="avc1.64001e,mp4a.40.2"'
_HLS = ("-g", "20", "-c:v", "libx264", "-preset", "ultrafast", "-profile:v", "high", "-pix_fmt", "yuv420p")
_PARTS = ("-c:a", "aac", "-f", "hls", "-hls_time", "2", "-hls_playlist_type", "vod", "-y")


class Screen:
    """What is shown in place of every film, once `show` was given one. Parts have addresses that a list gave away."""

    def __init__(self) -> None:
        self.folder: Path | None = None
        self.given: set[str] = set()

    def show(self, film: Path, folder: Path) -> None:
        """Cut a film into parts."""
        folder.mkdir()
        ffmpeg.run("-i", str(film), *_HLS, *_PARTS, str(folder / "low.m3u8"), seconds=60)
        ffmpeg.run("-i", str(film), "-frames:v", "1", "-y", str(folder / "still.jpg"), seconds=30)
        self.folder = folder

    def qualities(self, base: str) -> str:
        """The list that a signed address opens."""
        if self.folder is None:
            return "#EXTM3U\n"
        word = secrets.token_hex(8)
        self.given.add(word)
        return f"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=400000,{_CODECS}\n{base}/parts/{word}/low.m3u8\n"

    def still(self) -> str | bytes:
        """A picture of it."""
        return (self.folder / "still.jpg").read_bytes() if self.folder else "WEBVTT\n"

    def part(self, word: str, name: str) -> str | bytes:
        """A list of parts, or a part."""
        if word not in self.given or self.folder is None or not (self.folder / name).is_file():
            raise missing()
        return (self.folder / name).read_bytes()
