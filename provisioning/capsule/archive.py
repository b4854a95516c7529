"""The zip a capsule is: only members that a capsule has, stored as they are, and never more than they say."""

import re
import zlib
from collections.abc import Iterator
from typing import IO
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.conf import settings

from provisioning.capsule.contents import TablePart
from provisioning.capsule.refusals import BadCapsule

_PIECE = 1 << 18
_NAME = re.compile(r"capsule\.(json|sig)|media/(index\.json|[0-9a-f]{64})|tables/[a-z0-9_]{1,63}\.copy\.gz")


def entries_of(archive: ZipFile, size: int) -> dict[str, ZipInfo]:
    """The archive's members by name; raises BadCapsule for one that a capsule never has."""
    found: dict[str, ZipInfo] = {}
    if len(archive.infolist()) > settings.CAPSULE_MAX_PARTS:
        raise BadCapsule(reason=f"it has more than {settings.CAPSULE_MAX_PARTS} parts.")
    for entry in archive.infolist():
        name = entry.orig_filename
        if name in found:
            raise BadCapsule(reason=f"{shown(name)} is in it twice.")
        if not _NAME.fullmatch(name):
            raise BadCapsule(reason=f"{shown(name)} isn't a name that a capsule has.")
        if entry.compress_type != ZIP_STORED or entry.flag_bits & 1 or entry.file_size != entry.compress_size:
            raise BadCapsule(reason=f"{name} is packed or locked in a way that a capsule never is.")
        found[name] = entry
    if sum(entry.file_size for entry in found.values()) > size:
        raise BadCapsule(reason="its parts claim to be larger than the file.")
    return found


def small(archive: ZipFile, entries: dict[str, ZipInfo], name: str, most: int) -> bytes:
    """A member that is read whole; raises BadCapsule."""
    if name not in entries:
        raise BadCapsule(reason=f"{name} is missing.")
    if entries[name].file_size > most:
        raise BadCapsule(reason=f"{name} is too large.")
    return b"".join(pieces(archive, name))


def unpacked(archive: ZipFile, table: TablePart) -> Iterator[bytes]:
    """A table's rows: never more than the capsule declared, whatever the packed bytes would give."""
    swell, given = zlib.decompressobj(31), 0
    try:
        for packed in pieces(archive, table.part.name):
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


def pieces(archive: ZipFile, name: str) -> Iterator[bytes]:
    """What a member holds, piece by piece; raises BadCapsule."""
    try:
        with archive.open(name) as file:
            yield from _read(file)
    except (BadZipFile, EOFError):
        raise BadCapsule(reason=f"{name} was changed.") from None


def _read(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(_PIECE):
        yield piece


def shown(name: str) -> str:
    """A name for a sentence, however odd it is."""
    return "“" + name[:120].encode("unicode_escape").decode() + "”"
