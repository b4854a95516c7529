"""A course out into a file, and a file into a course."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import DatabaseError, transaction

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


def export_course(*, course: Course, by: Any = None) -> IO[bytes]:
    """The course as a package, to be sent."""
    package = packing.pack(course)
    audit.record(by=str(by or ""), action="course.exported", target=course.title, tenant_id=require_tenant().id)
    return package


def import_course(*, path: Path, author: Person | None = None, by: Any = None) -> Course:
    """Make a new, unpublished course of a package; its files come in by the same door as any others.

    Killed half-way no course is there, and run again no file is doubled. Raises BadPackage, NewerPackage, Bomb,
    FileRefused, LimitReached.
    """
    require_room("courses")
    package = reading.read(path)
    known = set(Asset.objects.values_list("key", flat=True))
    assets = _take_files(path, package.files, by)
    new = {old for old, asset in assets.items() if asset.key not in known}
    try:
        with transaction.atomic():
            course = _write(package, assets, new, author)
    except (DatabaseError, ValidationError, Dangling, LookupError, TypeError, ValueError, AttributeError) as error:
        raise BadPackage from error
    audit.record(by=str(by or ""), action="course.imported", target=course.title, tenant_id=require_tenant().id)
    return course


def _take_files(path: Path, files: list[PackedFile], by: Any) -> dict[str, Asset]:
    found: dict[str, Asset] = {}
    with archive.opened(path) as opened:
        for file in files:
            there = open_to(by).filter(sha256=file.sha256, title=file.title).first()
            if there is None:
                with tempfile.NamedTemporaryFile(prefix="package-") as copy:
                    reading.take(opened, file, copy)
                    there = media.add_once(file=File(copy, name=file.name), title=file.title, key=uuid4(), by=by)
            found[file.key] = there
    return found


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
