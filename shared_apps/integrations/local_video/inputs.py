"""A film as ffmpeg's input."""

from pathlib import Path

from shared_apps.integrations.ports.errors import ProviderError

# The demuxer is named, never guessed: a playlist dressed up as a film could make ffmpeg open other files.
_DEMUXERS = {"video/mp4": "mov", "video/quicktime": "mov", "video/webm": "matroska", "audio/mp4": "mov"}
_SOUND = {"audio/mp4": "mov", "audio/mpeg": "mp3", "audio/wav": "wav", "audio/ogg": "ogg"}
# a little over 8K (7680 by 4320): more is a bomb, not a film
_MOST_PIXELS = "36000000"


def opened(path: Path, content_type: str) -> tuple[str, ...]:
    """The arguments that open a film and nothing else; ProviderError for what is none."""
    demuxer = _DEMUXERS.get(content_type)
    if demuxer is None:
        raise ProviderError(f"{content_type} is not a film this host knows.", permanent=True)
    return ("-protocol_whitelist", "file", "-max_pixels", _MOST_PIXELS, "-threads", "2", "-f", demuxer, "-i", str(path))


def opened_sound(path: Path, content_type: str) -> tuple[str, ...]:
    """The arguments that open a recording and nothing else; ProviderError for what is none."""
    demuxer = _SOUND.get(content_type)
    if demuxer is None:
        raise ProviderError(f"{content_type} is not a recording this host knows.", permanent=True)
    return ("-protocol_whitelist", "file", "-threads", "2", "-f", demuxer, "-i", str(path))
