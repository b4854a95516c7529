"""The local video host as a VideoHost."""

import re
from pathlib import Path

from shared_apps.integrations.local_video import ffmpeg, recordings, renditions
from shared_apps.integrations.local_video.inputs import opened, opened_sound
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.video import (
    HLS,
    BrokenIndex,
    NoPicture,
    Playback,
    Prepared,
    Sound,
    StoredVideo,
    Told,
    VideoFacts,
)

_DURATION = re.compile(r"Duration: (\d+):(\d\d):(\d\d(?:\.\d+)?)")
_STREAM = re.compile(r"Stream #.*Video: (\w+).*?, (\d{2,5})x(\d{2,5})")
_SOUND = re.compile(r"Stream #.*Audio: ")
_ON_ITS_SIDE = re.compile(r"rotation of -?(?:90|270)(?:\.0+)? degrees")
_AS_TOLD = ("-hide_banner", "-nostdin")


class LocalVideo:
    """Prepares and plays our own files."""

    name = "local"

    def inspect(self, path: Path, *, content_type: str) -> VideoFacts:
        """What ffmpeg reads in the file's header."""
        said = ffmpeg.run(*opened(path, content_type), seconds=15, quiet=_AS_TOLD, check=False)
        length, stream = _DURATION.search(said), _STREAM.search(said)
        if "moov atom not found" in said:
            raise BrokenIndex("This film has no index.", permanent=True)
        if not stream and _SOUND.search(said):
            raise NoPicture("There is sound in this file, and no picture.", permanent=True)
        if not length or not stream:
            raise ProviderError("No film was found in this file.", permanent=True)
        hours, minutes, seconds = int(length[1]), int(length[2]), float(length[3])
        width, height = int(stream[2]), int(stream[3])
        if _ON_ITS_SIDE.search(said):
            width, height = height, width
        return VideoFacts(
            duration_seconds=hours * 3600 + minutes * 60 + seconds,
            codec=stream[1],
            width=width,
            height=height,
            has_sound=bool(_SOUND.search(said)),
        )

    def draw_poster(self, path: Path, target: Path, *, content_type: str, at_seconds: float = 0.0) -> None:
        """A still, at most 1280 pixels wide."""
        source = ("-ss", f"{at_seconds:.2f}", *opened(path, content_type))
        shape = ("-frames:v", "1", "-vf", "scale='min(1280,iw)':-2", "-q:v", "4", "-map_metadata", "-1")
        ffmpeg.run(*source, *shape, "-f", "mjpeg", "-y", str(target), seconds=20)

    def prepare(self, path: Path, folder: Path, *, content_type: str, told: Told) -> Prepared:
        """HLS renditions and a storyboard, by ffmpeg on this machine."""
        facts = self.inspect(path, content_type=content_type)
        return renditions.prepare(opened(path, content_type), folder, facts=facts, told=told)

    def listen(self, path: Path, *, content_type: str) -> float:
        """What ffmpeg reads in the file's header."""
        source = opened_sound(path, content_type)
        said = ffmpeg.run(*source, seconds=15, quiet=_AS_TOLD, check=False)
        length = _DURATION.search(said)
        if not length or not _SOUND.search(said):
            raise ProviderError("No sound was found in this file.", permanent=True)
        return int(length[1]) * 3600 + int(length[2]) * 60 + float(length[3])

    def normalise(self, path: Path, folder: Path, *, content_type: str, told: Told) -> Sound:
        """One file of AAC, by ffmpeg on this machine."""
        seconds = self.listen(path, content_type=content_type)
        return recordings.normalise(path, folder, content_type=content_type, seconds=seconds, told=told)

    def playback(self, video: StoredVideo) -> Playback:
        """The prepared film, or until there is one the file itself."""
        if video.stream_url:
            is_sound = video.stream_url.endswith(recordings.NAME)
            return Playback(url=video.stream_url, content_type="audio/mp4" if is_sound else HLS)
        return Playback(url=video.file_url, content_type=video.content_type)
