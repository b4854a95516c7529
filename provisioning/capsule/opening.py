"""A capsule is believed only after every byte of it was checked; nothing is written before that."""

import hashlib
import json
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.conf import settings

from provisioning.capsule.contents import ABOUT, MEDIA_INDEX, SIGNATURE, Contents, Part, TablePart, read_contents
from provisioning.capsule.keys import verify
from provisioning.capsule.refusals import BadCapsule
from provisioning.files import Media

_PIECE = 1 << 18
_NAME = re.compile(r"capsule\.(json|sig)|media/(index\.json|[0-9a-f]{64})|tables/[a-z0-9_]{1,63}\.copy\.gz")
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
        return _unpacked(self.archive, table)

    def content(self, sha256: str) -> Iterator[bytes]:
        """What a file holds."""
        return _pieces(self.archive, f"media/{sha256}")


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
        except (BadZipFile, EOFError, NotImplementedError, OSError):
            raise BadCapsule(reason="it is cut short, or no capsule at all.") from None
        yield capsule


def _checked(archive: ZipFile, size: int, trust: bool, progress: Callable[[str], None], media: bool) -> Capsule:
    entries = _entries(archive, size)
    text = _small(archive, entries, ABOUT, _ABOUT_MOST)
    signer = verify(text, _json(_small(archive, entries, SIGNATURE, _SIGNATURE_MOST), SIGNATURE), trust=trust)
    contents = read_contents(text)
    _match(contents, entries)
    for part in contents.parts:
        progress(f"Checking {part.name}")
        _check(archive, part)
    for table in contents.tables:
        progress(f"Checking {table.table.name}")
        _check_rows(archive, table)
    index = _index(_small(archive, entries, MEDIA_INDEX, _INDEX_MOST), contents, media)
    return Capsule(contents, signer, index, archive)


def _entries(archive: ZipFile, size: int) -> dict[str, ZipInfo]:
    found: dict[str, ZipInfo] = {}
    if len(archive.infolist()) > settings.CAPSULE_MAX_PARTS:
        raise BadCapsule(reason=f"it has more than {settings.CAPSULE_MAX_PARTS} parts.")
    for entry in archive.infolist():
        name = entry.orig_filename
        if name in found:
            raise BadCapsule(reason=f"{_shown(name)} is in it twice.")
        if not _NAME.fullmatch(name):
            raise BadCapsule(reason=f"{_shown(name)} isn't a name that a capsule has.")
        if entry.compress_type != ZIP_STORED or entry.flag_bits & 1 or entry.file_size != entry.compress_size:
            raise BadCapsule(reason=f"{name} is packed or locked in a way that a capsule never is.")
        found[name] = entry
    if sum(entry.file_size for entry in found.values()) > size:
        raise BadCapsule(reason="its parts claim to be larger than the file.")
    return found


def _small(archive: ZipFile, entries: dict[str, ZipInfo], name: str, most: int) -> bytes:
    if name not in entries:
        raise BadCapsule(reason=f"{name} is missing.")
    if entries[name].file_size > most:
        raise BadCapsule(reason=f"{name} is too large.")
    return b"".join(_pieces(archive, name))


def _match(contents: Contents, entries: dict[str, ZipInfo]) -> None:
    listed = {part.name: part for part in contents.parts}
    if len(listed) != len(contents.parts):
        raise BadCapsule(reason="capsule.json lists a part twice.")
    for name in sorted(listed.keys() - entries.keys()):
        raise BadCapsule(reason=f"{_shown(name)} is missing.")
    for name in sorted(entries.keys() - listed.keys() - {ABOUT, SIGNATURE}):
        raise BadCapsule(reason=f"{name} was added.")
    for table in contents.tables:
        if table.part.name != f"tables/{table.table.name}.copy.gz":
            raise BadCapsule(reason=f"{_shown(table.part.name)} isn't where {_shown(table.table.name)} belongs.")
    unpacked = sum(table.size for table in contents.tables)
    if unpacked > settings.CAPSULE_MAX_BYTES:
        raise BadCapsule(reason=f"its tables are larger than {settings.CAPSULE_MAX_BYTES} bytes.")


def _check(archive: ZipFile, part: Part) -> None:
    sha, size = hashlib.sha256(), 0
    for piece in _pieces(archive, part.name):
        sha.update(piece)
        size += len(piece)
    if size != part.size or sha.hexdigest() != part.sha256:
        raise BadCapsule(reason=f"{part.name} was changed.")


def _check_rows(archive: ZipFile, table: TablePart) -> None:
    if table.size > settings.CAPSULE_MAX_RATIO * max(table.part.size, 1024):
        raise BadCapsule(reason=f"{table.part.name} claims to unpack to far more than it is.")
    sha, size, rows = hashlib.sha256(), 0, 0
    for piece in _unpacked(archive, table):
        sha.update(piece)
        size += len(piece)
        # COPY escapes the line ends of values
        rows += piece.count(b"\n")
    if (size, rows, sha.hexdigest()) != (table.size, table.rows, table.sha256):
        raise BadCapsule(reason=f"{table.part.name} doesn't hold what capsule.json says.")


def _unpacked(archive: ZipFile, table: TablePart) -> Iterator[bytes]:
    """Never more than the capsule declared, whatever the packed bytes would give."""
    swell, given = zlib.decompressobj(31), 0
    try:
        for packed in _pieces(archive, table.part.name):
            while packed:
                piece = swell.decompress(packed, _PIECE)
                packed = swell.unconsumed_tail
                given += len(piece)
                if given > table.size:
                    raise BadCapsule(reason=f"{table.part.name} unpacks to more than it declares.")
                if piece:
                    yield piece
    except zlib.error:
        raise BadCapsule(reason=f"{table.part.name} can't be unpacked.") from None
    if not swell.eof or swell.unused_data:
        raise BadCapsule(reason=f"{table.part.name} is cut short.")


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
        raise BadCapsule(reason=f"{_shown(path)} isn't a path below the business's own folder.")
    if not re.fullmatch("[0-9a-f]{64}", entry[1]):
        raise BadCapsule(reason=f"{_shown(path)} has no checksum.")
    return Media(path, entry[1], entry[2])


def _json(text: bytes, name: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise BadCapsule(reason=f"{name} isn't JSON.") from None


def _pieces(archive: ZipFile, name: str) -> Iterator[bytes]:
    try:
        with archive.open(name) as file:
            yield from _read(file)
    except (BadZipFile, EOFError):
        raise BadCapsule(reason=f"{name} was changed.") from None


def _read(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(_PIECE):
        yield piece


def _shown(name: str) -> str:
    return "“" + name[:120].encode("unicode_escape").decode() + "”"
