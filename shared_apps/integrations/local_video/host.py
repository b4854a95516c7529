"""The local video host as a VideoHost."""

import re
from pathlib import Path

from shared_apps.integrations.local_video import ffmpeg
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.video import Playback, StoredVideo, VideoFacts

# The demuxer is named, never guessed: a playlist dressed up as a film could make ffmpeg open other files.
_DEMUXERS = {"video/mp4": "mov", "video/quicktime": "mov", "video/webm": "matroska", "audio/mp4": "mov"}
_DURATION = re.compile(r"Duration: (\d+):(\d\d):(\d\d(?:\.\d+)?)")
_STREAM = re.compile(r"Stream #.*Video: (\w+).*?, (\d{2,5})x(\d{2,5})")
_AS_TOLD = ("-hide_banner", "-nostdin")


class LocalVideo:
    """Plays our own files."""

    name = "local"

    def inspect(self, path: Path, *, content_type: str) -> VideoFacts:
        """What ffmpeg reads in the file's header."""
        said = ffmpeg.run(*_input(path, content_type), seconds=15, quiet=_AS_TOLD, check=False)
        length, stream = _DURATION.search(said), _STREAM.search(said)
        if not length or not stream:
            raise ProviderError("No film was found in this file.", permanent=True)
        hours, minutes, seconds = int(length[1]), int(length[2]), float(length[3])
        return VideoFacts(
            duration_seconds=hours * 3600 + minutes * 60 + seconds,
            codec=stream[1],
            width=int(stream[2]),
            height=int(stream[3]),
        )

    def draw_poster(self, path: Path, target: Path, *, content_type: str, at_seconds: float = 0.0) -> None:
        """A still, at most 1280 pixels wide."""
        source = ("-ss", f"{at_seconds:.2f}", *_input(path, content_type))
        shape = ("-frames:v", "1", "-vf", "scale='min(1280,iw)':-2", "-q:v", "4", "-map_metadata", "-1")
        ffmpeg.run(*source, *shape, "-f", "mjpeg", "-y", str(target), seconds=20)

    def playback(self, video: StoredVideo) -> Playback:
        """The file itself, from our own signed address."""
        return Playback(url=video.file_url, content_type=video.content_type)


def _input(path: Path, content_type: str) -> tuple[str, ...]:
    demuxer = _DEMUXERS.get(content_type)
    if demuxer is None:
        raise ProviderError(f"{content_type} is not a film this host knows.", permanent=True)
    return ("-protocol_whitelist", "file", "-f", demuxer, "-i", str(path))
