"""A recording as one file of AAC, as loud as any other (EBU R 128 at −16 LUFS, as podcasts are)."""

from __future__ import annotations

import tempfile
from pathlib import Path

from shared_apps.integrations.local_video import ffmpeg
from shared_apps.integrations.local_video.inputs import opened_sound
from shared_apps.integrations.ports.video import Sound, Told

NAME = "sound.m4a"


def normalise(path: Path, folder: Path, *, content_type: str, seconds: float, told: Told) -> Sound:
    """Made aside and moved into place when it is whole."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / NAME).exists():
        with tempfile.TemporaryDirectory(prefix="draft-", dir=folder, ignore_cleanup_errors=True) as draft:
            made = Path(draft, NAME)
            arguments = (
                *opened_sound(path, content_type),
                *("-map", "0:a:0", "-map_metadata", "-1", "-map_chapters", "-1", "-vn", "-sn", "-dn"),
                *("-af", "loudnorm=I=-16:TP=-1.5:LRA=11", "-ar", "44100", "-c:a", "aac", "-b:a", "128k"),
                *("-movflags", "+faststart", "-f", "mp4", "-y", str(made)),
            )
            ffmpeg.follow(
                *arguments,
                seconds=max(600, seconds),
                told=lambda done: told(int(100 * min(1.0, done / max(seconds, 0.1)))),
            )
            made.chmod(0o644)
            made.replace(folder / NAME)
    return Sound(NAME)
