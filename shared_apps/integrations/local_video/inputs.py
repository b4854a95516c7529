"""A film as ffmpeg's input."""

from pathlib import Path

from shared_apps.integrations.ports.errors import ProviderError

# The demuxer is named, never guessed: a playlist dressed up as a film could make ffmpeg open other files.
_DEMUXERS = {"video/mp4": "mov", "video/quicktime": "mov", "video/webm": "matroska", "audio/mp4": "mov"}


def opened(path: Path, content_type: str) -> tuple[str, ...]:
    """The arguments that open a film and nothing else; ProviderError for what is none."""
    demuxer = _DEMUXERS.get(content_type)
    if demuxer is None:
        raise ProviderError(f"{content_type} is not a film this host knows.", permanent=True)
    return ("-protocol_whitelist", "file", "-f", demuxer, "-i", str(path))
