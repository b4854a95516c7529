"""Tiny films, drawn by ffmpeg when a test needs them."""

from pathlib import Path

from django.core.files.base import ContentFile

from shared_apps.integrations.local_video import ffmpeg
from tenant_apps.media.actions import add_asset
from tenant_apps.media.models import Asset, Film

_PICTURE = ("-f", "lavfi", "-i", "testsrc=s={size}:r=10:d={seconds}")
_SOUND = ("-f", "lavfi", "-i", "sine=d={seconds}")
_MP4 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-shortest", "-f", "mp4", "-y")


def draw(path: Path, *, seconds: int = 2, size: str = "640x360", picture: bool = True, sound: bool = True) -> Path:
    inputs = (*(_PICTURE if picture else ()), *(_SOUND if sound else ()))
    ffmpeg.run(*(part.format(size=size, seconds=seconds) for part in inputs), *_MP4, str(path), seconds=30)
    return path


def a_film(tmp_path: Path, **shape) -> Asset:
    film = draw(tmp_path / "lesson.mp4", **shape)
    return add_asset(file=ContentFile(film.read_bytes(), name="lesson.mp4"), title=f"{shape}")


def waiting(asset: Asset) -> Film:
    return Film.objects.create(asset=asset)
