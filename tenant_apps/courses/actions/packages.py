"""A package into a course."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import DataError, IntegrityError, transaction
from django.db.models import ProtectedError

from marque.kit.errors import Refused
from marque.kit.serialise.copying import renamed
from marque.kit.serialise.records import Record, is_reference
from marque.kit.serialise.records_diff import Changes
from marque.kit.serialise.references import References
from marque.kit.serialise.writing import Dangling, write
from marque.kit.slugs import free_slug
from marque.kit.tenancy.context import require_tenant
from shared_apps.operations import audit
from shared_apps.plans.limits import require_room
from tenant_apps.courses.actions.courses import RESERVED
from tenant_apps.courses.folders import archive
from tenant_apps.courses.models import Course
from tenant_apps.courses.packages import packing, reading
from tenant_apps.courses.packages.reading import BadPackage, Package, PackedFile
from tenant_apps.media import actions as media
from tenant_apps.media.models import Asset
from tenant_apps.media.whose import open_to
from tenant_apps.people.models import Person

_COURSE = Course._meta.label
# what values that mean nothing come to when they are written
_SENSELESS = (
    ValidationError,
    Dangling,
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    ArithmeticError,
    RecursionError,
)


def import_course(
    *,
    path: Path,
    author: Person | None = None,
    by: Any = None,
    mark: UUID | None = None,
    told: Callable[[int], None] = lambda more: None,
    written: Callable[[Course], None] = lambda course: None,
) -> Course:
    """Make a new, unpublished course of a package; its files come in by the same door as any others.

    Killed half-way no course is there, and run again under the same mark no file is doubled. Refused, its files are
    gone again; those under a mark wait for `take_back` by who gave it. `written` is called in the course's own
    transaction. Raises BadPackage, NewerPackage, Bomb, FileRefused, LimitReached.
    """
    require_room("courses")
    package = reading.read(path)
    ours = mark or uuid4()
    keys = {file.key: _key(ours, file.key) for file in package.files}
    try:
        assets = _take_files(path, package.files, keys, by, told)
        new = {old for old, asset in assets.items() if asset.key == keys[old]}
        course = _make(package, assets, new, author, written)
    except Refused:
        if mark is None:
            take_back(mark=ours)
        raise
    audit.record(by=str(by or ""), action="course.imported", target=course.title, tenant_id=require_tenant().id)
    return course


def take_back(*, mark: UUID) -> None:
    """Remove the files that were stored under a mark and nobody uses; for that the package need not be there."""
    begin = _begin(mark)
    rest = 16 - len(begin)
    kept = (UUID(bytes=begin + bytes(rest)), UUID(bytes=begin + b"\xff" * rest))
    for asset in Asset.objects.filter(key__range=kept):
        with suppress(ProtectedError):  # somebody uses it already
            media.remove_asset(asset=asset)


def _begin(mark: UUID) -> bytes:
    """How the keys of all files under a mark begin, by which they are found again."""
    return uuid5(mark, "").bytes[:10]


def _key(mark: UUID, old: str) -> UUID:
    begin = _begin(mark)
    return UUID(bytes=begin + uuid5(mark, old).bytes[len(begin) :])


def _take_files(
    path: Path, files: list[PackedFile], keys: dict[str, UUID], by: Any, told: Callable[[int], None]
) -> dict[str, Asset]:
    found: dict[str, Asset] = {}
    with archive.opened(path) as opened:
        for file in files:
            # of an earlier try, else the same file of somebody who shows it to us
            there = Asset.objects.filter(key=keys[file.key]).first()
            there = there or open_to(by).filter(sha256=file.sha256, title=file.title).first()
            if there is None:
                # beside the package: there is room, and whatever is left goes with it
                with tempfile.NamedTemporaryFile(prefix=f"{path.name}.", dir=path.parent) as copy:
                    reading.take(opened, file, copy, told)
                    content = _Unpacked(copy, file.name, told)
                    there = media.add_once(file=content, title=file.title, key=keys[file.key], by=by)
            else:
                told(file.size)
            found[file.key] = there
    return found


class _Unpacked(File):
    """A file of a package on disk: looked at where it is, stored without another copy, telling while it is read."""

    def __init__(self, copy: Any, name: str, told: Callable[[int], None]) -> None:
        super().__init__(copy, name=name)
        self._place, self._told = copy.name, told

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """Its pieces; a large one takes minutes, in which its worker is not to be thought lost."""
        for piece in super().chunks(chunk_size):
            self._told(0)
            yield piece

    def path_to_read(self) -> str:
        """Where it is."""
        return str(self._place)

    def temporary_file_path(self) -> str:
        """A link that storage may move."""
        link = f"{self._place}.link"
        os.link(self._place, link)
        return link


def _make(
    package: Package,
    assets: dict[str, Asset],
    new: set[str],
    author: Person | None,
    written: Callable[[Course], None],
) -> Course:
    try:
        with transaction.atomic():
            try:
                course = _write(package, assets, new, author)
            except _SENSELESS as error:
                raise BadPackage from error
            written(course)
    except (IntegrityError, DataError) as error:  # some only the commit finds
        raise BadPackage from error
    return course


def _write(package: Package, assets: dict[str, Asset], new: set[str], author: Person | None) -> Course:
    keys = {record.key: str(uuid4()) for record in package.records}
    keys |= {old: str(asset.key) for old, asset in assets.items()}
    ids = {record.id for record in package.records} | {(packing.ASSET, key) for key in assets}
    taken = {*RESERVED, *Course.objects.values_list("slug", flat=True)}
    records = []
    for record in package.records:
        # a file that was here already has its captions and chapters
        if _is_around(record, assets, new):
            continue
        fields = {name: None if _is_foreign(value, ids) else value for name, value in record.fields.items()}
        if record.label == _COURSE:
            slug = free_slug(str(fields["title"]), taken, "course")
            fields |= {"slug": slug, "published_at": None, "author": _reference_to(author)}
        records.append(Record(record.label, keys[record.key], renamed(fields, keys)))
    write(Changes(added=records))
    return Course.objects.get(key=next(record.key for record in records if record.label == _COURSE))


def _is_around(record: Record, assets: dict[str, Asset], new: set[str]) -> bool:
    """Whether it belongs to a file that was here before the package."""
    whose = record.fields.get("asset")
    is_of_file = record.label in {"media.Caption", "media.Chapter"}
    return is_of_file and is_reference(whose) and whose["key"] in assets and whose["key"] not in new


def _is_foreign(value: Any, ids: set[tuple[str, str]]) -> bool:
    return is_reference(value) and (value["ref"], value["key"]) not in ids


def _reference_to(author: Person | None) -> dict[str, str] | None:
    return References().to(Person, author.pk) if author is not None else None
