"""Which files are taken, and how to tell what a file really is."""

import zipfile
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO

from django.db import models
from django.utils.translation import gettext_lazy as _

from marque.kit.zips import DAMAGED

MEGABYTE = 1 << 20


class Kind(models.TextChoices):
    """What a file is to a creator."""

    VIDEO = "video", _("Video")
    AUDIO = "audio", _("Audio")
    DOCUMENT = "document", _("Document")
    IMAGE = "image", _("Picture")


MOST_BYTES = {
    # what a plan and the installation leave room for is asked besides
    Kind.VIDEO: 64 * 1024 * MEGABYTE,
    Kind.AUDIO: 512 * MEGABYTE,
    Kind.DOCUMENT: 100 * MEGABYTE,
    Kind.IMAGE: 25 * MEGABYTE,
}


# a course of another program, with its films in it
MOST_BYTES_OF_A_ZIP = 2 * 1024 * MEGABYTE


@dataclass(frozen=True)
class Format:
    """A format on the allow-list."""

    name: str
    kind: Kind
    content_type: str
    extensions: tuple[str, ...]

    @property
    def most_bytes(self) -> int:
        """How large such a file may be."""
        return MOST_BYTES_OF_A_ZIP if self.name == "ZIP" else MOST_BYTES[self.kind]


_OFFICE = "application/vnd.openxmlformats-officedocument."
FORMATS = (
    Format("MP4", Kind.VIDEO, "video/mp4", ("mp4", "m4v")),
    Format("QuickTime", Kind.VIDEO, "video/quicktime", ("mov",)),
    Format("WebM", Kind.VIDEO, "video/webm", ("webm",)),
    Format("MP3", Kind.AUDIO, "audio/mpeg", ("mp3",)),
    Format("M4A", Kind.AUDIO, "audio/mp4", ("m4a",)),
    Format("WAV", Kind.AUDIO, "audio/wav", ("wav",)),
    Format("Ogg", Kind.AUDIO, "audio/ogg", ("ogg", "oga")),
    Format("PDF", Kind.DOCUMENT, "application/pdf", ("pdf",)),
    Format("EPUB", Kind.DOCUMENT, "application/epub+zip", ("epub",)),
    Format("Word", Kind.DOCUMENT, f"{_OFFICE}wordprocessingml.document", ("docx",)),
    Format("Excel", Kind.DOCUMENT, f"{_OFFICE}spreadsheetml.sheet", ("xlsx",)),
    Format("PowerPoint", Kind.DOCUMENT, f"{_OFFICE}presentationml.presentation", ("pptx",)),
    Format("ZIP", Kind.DOCUMENT, "application/zip", ("zip",)),
    Format("plain text", Kind.DOCUMENT, "text/plain; charset=utf-8", ("txt", "md", "csv", "srt", "vtt")),
    Format("JPEG", Kind.IMAGE, "image/jpeg", ("jpg", "jpeg")),
    Format("PNG", Kind.IMAGE, "image/png", ("png",)),
    Format("WebP", Kind.IMAGE, "image/webp", ("webp",)),
    Format("GIF", Kind.IMAGE, "image/gif", ("gif",)),
    Format("AVIF", Kind.IMAGE, "image/avif", ("avif",)),
)
BY_EXTENSION = {extension: item for item in FORMATS for extension in item.extensions}
BY_NAME = {item.name: item for item in FORMATS}
# the first bytes say all; of documents the whole is looked at
TOLD_BY_HEAD = frozenset({Kind.VIDEO, Kind.AUDIO, Kind.IMAGE})
_FOREIGN = (
    (b"MZ", _("a Windows program")),
    (b"\x7fELF", _("a Linux program")),
    (b"Rar!", _("a RAR archive")),
    (b"7z\xbc\xaf", _("a 7-Zip archive")),
)


def extension_of(name: str) -> str:
    """`mp4` of `Film.MP4`."""
    return PurePath(name).suffix.lower().lstrip(".")


def extensions_of(kinds: Collection[str]) -> str:
    """What a file input is told to let through."""
    return ",".join(f".{name}" for form in FORMATS if form.kind in kinds for name in form.extensions)


def in_words(found: Format | None, file: IO[bytes]) -> str:
    """What a file's content is, for a sentence."""
    if found is not None:
        return found.name
    file.seek(0)
    head = file.read(8)
    file.seek(0)
    return str(next((words for magic, words in _FOREIGN if head.startswith(magic)), _("unknown")))


def recognise(file: IO[bytes]) -> Format | None:
    """What the bytes are, whatever the file is called; None when they are nothing we take."""
    file.seek(0)
    head = file.read(64)
    file.seek(0)
    for fits, name in _SIGNATURES:
        if fits(head):
            return BY_NAME[name]
    if head.startswith(b"PK\x03\x04"):
        return BY_NAME.get(_zipped(file))
    return BY_NAME["plain text"] if _is_text(file) else None


def _brand(*brands: bytes) -> Callable[[bytes], bool]:
    return lambda head: head[4:8] == b"ftyp" and head[8:12] in brands


def _starts(*magic: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(magic)


def _riff(form: bytes) -> Callable[[bytes], bool]:
    return lambda head: head[:4] == b"RIFF" and head[8:12] == form


_FILMS = (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"dash", b"M4V ", b"M4VH", b"MSNV")
_SIGNATURES: tuple[tuple[Callable[[bytes], bool], str], ...] = (
    (_brand(b"avif", b"avis"), "AVIF"),
    (_brand(b"M4A ", b"M4B "), "M4A"),
    (_brand(b"qt  "), "QuickTime"),
    (_brand(*_FILMS), "MP4"),
    (lambda head: head.startswith(b"\x1aE\xdf\xa3") and b"webm" in head, "WebM"),
    (_starts(b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"), "MP3"),
    (_riff(b"WAVE"), "WAV"),
    (_starts(b"OggS"), "Ogg"),
    (_starts(b"%PDF-"), "PDF"),
    (_starts(b"\xff\xd8\xff"), "JPEG"),
    (_starts(b"\x89PNG\r\n\x1a\n"), "PNG"),
    (_riff(b"WEBP"), "WebP"),
    (_starts(b"GIF87a", b"GIF89a"), "GIF"),
)
_INSIDE = {"word/document.xml": "Word", "xl/workbook.xml": "Excel", "ppt/presentation.xml": "PowerPoint"}


def _zipped(file: IO[bytes]) -> str:
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
    except DAMAGED:
        return ""
    finally:
        file.seek(0)
    if "META-INF/container.xml" in names and "mimetype" in names:
        return "EPUB"
    return next((kind for name, kind in _INSIDE.items() if name in names), "ZIP")


def _is_text(file: IO[bytes]) -> bool:
    """UTF-8 throughout, no control bytes, and not markup a browser would run."""
    first = file.read(1024).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    file.seek(0)
    if not first or first.startswith((b"<", b"#!", b"#extm3u")):
        return False
    try:
        for chunk in iter(lambda: file.readline(1 << 16), b""):
            if b"\0" in chunk:
                return False
            chunk.decode()
    except UnicodeDecodeError:
        return False
    finally:
        file.seek(0)
    return True
