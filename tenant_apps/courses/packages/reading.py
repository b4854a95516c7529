"""Reading a package somebody made: nothing in it is believed before it was checked."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.serialise.records import Record
from tenant_apps.courses.folders import archive
from tenant_apps.courses.models import BlockKind, Course, Lesson, LessonKind
from tenant_apps.courses.models.blocks import BLOCKS_OF_WORDS
from tenant_apps.courses.packages.checking import BLOCK, check_blocks, check_embeds, check_file
from tenant_apps.courses.packages.packing import (
    FORMAT,
    INDEX,
    MOST_INDEX,
    PRODUCT,
    VERSION,
    checksum,
    known_labels,
)
from tenant_apps.courses.prose import NotProse, as_written

_RICH = {Course._meta.label: ("description",), Lesson._meta.label: ("body",), BLOCK: ("text",)}


class BadPackage(Refused):
    """Not a package of ours, or not as it was made."""

    message = _("This is no course package, or it is damaged or was changed. Export the course again.")
    field = "file"


class NewerPackage(BadPackage):
    """A later release wrote it."""

    message = _("This package was made by a newer release. Update this one first.")


@dataclass(frozen=True)
class PackedFile:
    """A file of a package, by the key its asset had; raises ValueError for what we would not write."""

    key: str
    title: str
    name: str
    path: str
    size: int
    sha256: str

    def __post_init__(self) -> None:
        check_file(**vars(self))


@dataclass(frozen=True)
class Package:
    """What a package says it holds."""

    records: list[Record]
    files: list[PackedFile]


def read(path: Path) -> Package:
    """The package's records and list of files, checked; raises BadPackage, NewerPackage and Bomb."""
    entries = {one.path: one for one in archive.contents(path)}
    if INDEX not in entries or any(one.refused for one in entries.values()) or entries[INDEX].size > MOST_INDEX:
        raise BadPackage
    with archive.opened(path) as opened, archive.member(opened, INDEX) as source:
        told = _told(source.read(MOST_INDEX + 1))
    try:
        package = Package(
            [Record(label, str(UUID(key)), dict(fields)) for label, key, fields in told["records"]],
            [PackedFile(**{name: one[name] for name in PackedFile.__annotations__}) for one in told["files"]],
        )
        _check(package, {name: one.size for name, one in entries.items()})
        return Package([_cleaned(record) for record in package.records], package.files)
    except (TypeError, ValueError, KeyError, AttributeError, RecursionError, NotProse) as error:
        raise BadPackage from error


def take(opened: zipfile.ZipFile, file: PackedFile, into: IO[bytes], told: Callable[[int], None]) -> None:
    """Unpack a file, telling of each piece; raises BadPackage when it is not what the list says."""
    digest = hashlib.sha256()
    try:
        with archive.member(opened, file.path) as source:
            while piece := source.read(1 << 20):
                digest.update(piece)
                into.write(piece)
                told(len(piece))
    except zipfile.BadZipFile as error:
        raise BadPackage from error
    if digest.hexdigest() != file.sha256:
        raise BadPackage
    into.flush()
    into.seek(0)


def _told(text: bytes) -> dict[str, Any]:
    try:
        told = json.loads(text)
        found = checksum(told.get("records"))
    except (AttributeError, TypeError, ValueError, RecursionError) as error:
        raise BadPackage from error
    if not isinstance(told, dict) or told.get("format") != FORMAT or not isinstance(told.get("version"), int):
        raise BadPackage
    if told["version"] > VERSION:
        raise NewerPackage
    if told.get("checksum") != found:
        raise BadPackage
    return told


def _check(package: Package, sizes: dict[str, int]) -> None:
    labels = [record.label for record in package.records]
    kinds = {str(r.fields.get("kind")) for r in package.records if r.label == Lesson._meta.label}
    is_whole = labels.count(Course._meta.label) == 1 and labels.count(PRODUCT) == 1
    files_are_there = all(sizes.get(file.path) == file.size for file in package.files)
    if not (is_whole and set(labels) <= known_labels() and kinds <= set(LessonKind.values) and files_are_there):
        raise BadPackage
    if any(r.fields.get("kind") != "course" for r in package.records if r.label == PRODUCT):
        raise BadPackage
    if len({file.key for file in package.files}) != len(package.files):
        raise BadPackage
    check_blocks(package.records)
    check_embeds(package.records)


def _cleaned(record: Record) -> Record:
    fields = record.fields | (_emptied(record.fields["kind"]) if record.label == BLOCK else {})
    is_code = record.label == BLOCK and fields["kind"] == BlockKind.CODE
    names = [name for name in _RICH.get(record.label, ()) if fields.get(name) and not is_code]
    clean = {name: as_written(str(fields[name])) for name in names}
    return Record(record.label, record.key, fields | clean)


def _emptied(kind: str) -> dict[str, Any]:
    """What a part of this kind does not hold: only text and code have words, only embeds name another site."""
    words = {} if kind in BLOCKS_OF_WORDS else {"text": ""}
    return words | ({} if kind == BlockKind.EMBED else {"address": "", "shown": {}})
