"""Blocks as values, and files to put into them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from tenant_apps.courses.models import Lesson, LessonBlock
from tenant_apps.media.actions import add_asset
from tenant_apps.media.models import Asset

OWN: dict[str, Any] = {"kind": "lesson"}
VIMEO = {
    "provider": "Vimeo",
    "title": "A talk",
    "frame": "https://player.vimeo.com/video/1",
    "width": 16,
    "height": 9,
}


def text(words: str) -> dict[str, Any]:
    return {"kind": "text", "text": f"<p>{words}</p>"}


def of_file(kind: str, asset: Asset, title: str = "") -> dict[str, Any]:
    return {"kind": kind, "file": str(asset.key), "title": title}


def code(words: str, name: str = "clay.py") -> dict[str, Any]:
    return {"kind": "code", "text": words, "language": "python", "title": name}


def embed(address: str = "https://vimeo.com/1") -> dict[str, Any]:
    return {"kind": "embed", "address": address, "shown": VIMEO}


def a_picture(name: str = "jug.png", colour: str = "#7a1f3d") -> Asset:
    out = BytesIO()
    Image.new("RGB", (80, 60), colour).save(out, "PNG")
    return add_asset(file=ContentFile(out.getvalue(), name=name))


def a_film() -> Asset:
    """Ten minutes that nobody plays."""
    return _played("video", "video/mp4")


def a_sound() -> Asset:
    """The same to be heard."""
    return _played("audio", "audio/mp4")


def _played(kind: str, content_type: str) -> Asset:
    made = add_asset(file=ContentFile(f"No {kind}.".encode(), name="played.txt"))
    Asset.objects.filter(pk=made.pk).update(kind=kind, content_type=content_type, duration_seconds=600)
    return Asset.objects.get(pk=made.pk)


def a_sheet(name: str = "sheet.txt") -> Asset:
    return add_asset(file=ContentFile(b"One line.", name=name))


def kinds(lesson: Lesson) -> list[str]:
    return list(LessonBlock.objects.filter(lesson=lesson).values_list("kind", flat=True))
