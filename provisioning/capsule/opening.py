"""A capsule is believed only after every byte of it was checked; nothing is written before that."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import ZipFile, ZipInfo

from django.conf import settings

from marque.kit.zips import DAMAGED
from provisioning.capsule.archive import entries_of, pieces, shown, small, unpacked
from provisioning.capsule.contents import ABOUT, MEDIA_INDEX, SIGNATURE, Contents, Part, TablePart, read_contents
from provisioning.capsule.keys import verify
from provisioning.capsule.refusals import BadCapsule
from provisioning.files import Media

_ABOUT_MOST, _SIGNATURE_MOST, _INDEX_MOST = 64 << 20, 4096, 512 << 20


@dataclass(frozen=True)
class Capsule:
    """An open capsule that was checked."""

    contents: Contents
    signer: str
    index: tuple[Media, ...]
    archive: ZipFile

    def rows(self, table: TablePart) -> Iterator[bytes]:
        """A table's rows, unpacked."""
        return unpacked(self.archive, table)

    def content(self, sha256: str) -> Iterator[bytes]:
        """What a file holds."""
        return pieces(self.archive, f"media/{sha256}")


@contextmanager
def open_capsule(path: Path, *, trust: bool, progress: Callable[[str], None], media: bool = True) -> Iterator[Capsule]:
    """Check a capsule whole and hold it open; raises BadCapsule, FromTheFuture or UnknownSigner.

    A backup's media is not in it: `media=False`.
    """
    with ExitStack() as held:
        try:
            archive = held.enter_context(ZipFile(path))
            capsule = _checked(archive, path.stat().st_size, trust, progress, media)
        except FileNotFoundError:
            raise BadCapsule(reason="it isn't there.") from None
        except IsADirectoryError:
            raise BadCapsule(reason="it is a folder.") from None
        except DAMAGED:
            raise BadCapsule(reason="it is cut short, or no capsule at all.") from None
        yield capsule


def _checked(archive: ZipFile, size: int, trust: bool, progress: Callable[[str], None], media: bool) -> Capsule:
    entries = entries_of(archive, size)
    text = small(archive, entries, ABOUT, _ABOUT_MOST)
    signer = verify(text, _json(small(archive, entries, SIGNATURE, _SIGNATURE_MOST), SIGNATURE), trust=trust)
    contents = read_contents(text)
    _match(contents, entries)
    for part in contents.parts:
        progress(f"Checking {part.name}")
        _check(archive, part)
    for table in contents.tables:
        progress(f"Checking {table.table.name}")
        _check_rows(archive, table)
    index = _index(small(archive, entries, MEDIA_INDEX, _INDEX_MOST), contents, media)
    return Capsule(contents, signer, index, archive)


def _match(contents: Contents, entries: dict[str, ZipInfo]) -> None:
    listed = {part.name: part for part in contents.parts}
    if len(listed) != len(contents.parts):
        raise BadCapsule(reason="capsule.json lists a part twice.")
    for name in sorted(listed.keys() - entries.keys()):
        raise BadCapsule(reason=f"{shown(name)} is missing.")
    for name in sorted(entries.keys() - listed.keys() - {ABOUT, SIGNATURE}):
        raise BadCapsule(reason=f"{name} was added.")
    for table in contents.tables:
        if table.part.name != f"tables/{table.table.name}.copy.gz":
            raise BadCapsule(reason=f"{shown(table.part.name)} isn't where {shown(table.table.name)} belongs.")
    total = sum(table.size for table in contents.tables)
    if total > settings.CAPSULE_MAX_BYTES:
        raise BadCapsule(reason=f"its tables are larger than {settings.CAPSULE_MAX_BYTES} bytes.")


def _check(archive: ZipFile, part: Part) -> None:
    sha, size = hashlib.sha256(), 0
    for piece in pieces(archive, part.name):
        sha.update(piece)
        size += len(piece)
    if size != part.size or sha.hexdigest() != part.sha256:
        raise BadCapsule(reason=f"{part.name} was changed.")


def _check_rows(archive: ZipFile, table: TablePart) -> None:
    if table.size > settings.CAPSULE_MAX_RATIO * max(table.part.size, 1024):
        raise BadCapsule(reason=f"{table.part.name} claims to unpack to far more than it is.")
    sha, size, rows = hashlib.sha256(), 0, 0
    for piece in unpacked(archive, table):
        sha.update(piece)
        size += len(piece)
        # COPY escapes the line ends of values
        rows += piece.count(b"\n")
    if (size, rows, sha.hexdigest()) != (table.size, table.rows, table.sha256):
        raise BadCapsule(reason=f"{table.part.name} doesn't hold what capsule.json says.")


def _index(text: bytes, contents: Contents, media: bool) -> tuple[Media, ...]:
    found = _json(text, MEDIA_INDEX)
    if not isinstance(found, list):
        raise BadCapsule(reason="media/index.json isn't a list.")
    index = tuple(map(_listed, found))
    if len({item.path for item in index}) != len(index):
        raise BadCapsule(reason="media/index.json lists a file twice.")
    there = {part.sha256: part.size for part in contents.media if part.name == f"media/{part.sha256}"}
    if media and (len(there) != len(contents.media) or any(there.get(i.sha256) != i.size for i in index)):
        raise BadCapsule(reason="media/index.json lists a file that isn't there.")
    return index


def _listed(entry: Any) -> Media:
    if not (isinstance(entry, list) and list(map(type, entry)) == [str, str, int] and entry[2] >= 0):
        raise BadCapsule(reason="media/index.json: each is a path, a checksum and a size.")
    path = entry[0]
    plain = PurePosixPath(path).as_posix() == path and not path.startswith("/")
    if (
        not plain
        or ".." in path.split("/")
        or re.search(r"[\\\x00-\x1f]", path)
        or path in ("", ".")
        or len(path) > 500
    ):
        raise BadCapsule(reason=f"{shown(path)} isn't a path below the business's own folder.")
    if not re.fullmatch("[0-9a-f]{64}", entry[1]):
        raise BadCapsule(reason=f"{shown(path)} has no checksum.")
    return Media(path, entry[1], entry[2])


def _json(text: bytes, name: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise BadCapsule(reason=f"{name} isn't JSON.") from None
