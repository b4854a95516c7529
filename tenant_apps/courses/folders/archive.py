"""A zip as a list of files: looked at without unpacking, and every entry that is a trick is refused by name."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import IO

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marque.kit.errors import Refused
from marque.kit.zips import DAMAGED
from tenant_apps.courses.folders.names import is_junk
from tenant_apps.courses.folders.plan import MOST_FILES, Found, TooManyFiles

MEGABYTE = 1 << 20
# films and pictures hardly shrink; text does ten or twenty times
MOST_GROWTH = 100
_ENTRIES = 20 * MOST_FILES
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA})
_ENCRYPTED, _UTF8 = 0x1, 0x800


class BadArchive(Refused):
    """Not a zip that can be read."""

    message = gettext_lazy("This is no zip, or it is damaged or cut short. Make it again and upload that.")
    field = "file"


class Bomb(BadArchive):
    """It unpacks to far more than it is."""

    message = gettext_lazy(
        "This zip unpacks to %(size)s, far more than its own size allows. It was not opened. "
        "If the files are yours, import the folder itself."
    )


def contents(path: Path) -> list[Found]:
    """Every file of a zip; raises BadArchive, Bomb and TooManyFiles."""
    with opened(path) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > _ENTRIES:
        raise TooManyFiles(count=len(entries), most=MOST_FILES)
    _refuse_bombs(entries, path.stat().st_size)
    _refuse_overlap(entries)
    return [_found(entry) for entry in entries]


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """The zip, to read from; raises BadArchive."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except DAMAGED as error:
        raise BadArchive from error


@contextmanager
def member(archive: zipfile.ZipFile, path: str) -> Iterator[IO[bytes]]:
    """One file of it by the path it was found under; raises BadArchive when it is not there, locked or damaged."""
    entry = next((one for one in archive.infolist() if name_of(one) == path), None)
    if entry is None or _trick(entry, path):
        raise BadArchive(gettext_lazy("The zip no longer holds this file."))
    with archive.open(entry) as file:
        yield file


def name_of(entry: zipfile.ZipInfo) -> str:
    """The path of an entry: UTF-8 where it says so or is so, else as old zips are written (code page 437)."""
    name = entry.orig_filename
    if not entry.flag_bits & _UTF8:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode()
    return name.replace("\\", "/").replace("\0", "")


def _found(entry: zipfile.ZipInfo) -> Found:
    path = name_of(entry)
    note = ""
    if not entry.flag_bits & _UTF8 and not path.isascii() and path == entry.orig_filename.replace("\\", "/"):
        note = _("The zip does not say how this name is written: look at the title.")
    shown = path if len(path) <= 900 else path[-900:]
    return Found(shown, entry.file_size, refused="" if is_junk(path) else _trick(entry, path), note=note)


def _trick(entry: zipfile.ZipInfo, path: str) -> str:
    """Why an entry is not unpacked; nothing for an honest one."""
    parts = PurePosixPath(path).parts
    if ".." in parts or path.startswith("/") or (parts and parts[0].endswith(":")) or len(path) > 900:
        return _("Its path leads out of the zip.")
    if stat.S_ISLNK(entry.external_attr >> 16):
        return _("It is a link to another place, not a file.")
    if entry.flag_bits & _ENCRYPTED:
        return _("It is locked with a password. Unpack the zip and import the folder.")
    if entry.compress_type not in _METHODS:
        return _("It is packed in a way that cannot be read. Pack it as an ordinary zip.")
    return ""


def _refuse_bombs(entries: list[zipfile.ZipInfo], size: int) -> None:
    whole = sum(entry.file_size for entry in entries)
    grown = any(e.file_size > 10 * MEGABYTE and e.file_size > MOST_GROWTH * max(e.compress_size, 1) for e in entries)
    if grown or whole > MOST_GROWTH * size + 10 * MEGABYTE:
        raise Bomb(size=filesizeformat(whole))


def _refuse_overlap(entries: list[zipfile.ZipInfo]) -> None:
    """Entries that share their bytes are how a small zip holds petabytes."""
    end = 0
    for entry in sorted(entries, key=lambda one: one.header_offset):
        if entry.header_offset < end:
            raise Bomb(size=filesizeformat(sum(one.file_size for one in entries)))
        end = entry.header_offset + entry.compress_size
