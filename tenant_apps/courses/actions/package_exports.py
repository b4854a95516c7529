"""Courses into packages, written by a worker for who asked and kept for two days."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.tenancy.context import require_tenant
from marque.kit.tenancy.tasks import soon
from shared_apps.operations import audit
from tenant_apps.courses import letters
from tenant_apps.courses.models import Course, PackageExport
from tenant_apps.courses.models.packages import KEPT
from tenant_apps.courses.packages import packing, working
from tenant_apps.courses.packages.disk import require_disk

if TYPE_CHECKING:
    from tenant_apps.accounts.models import User


class CourseGone(Refused):
    """Nothing to pack any more."""

    message = _("The course is no longer here.")


class FileGone(Refused):
    """A row without its bytes."""

    message = _("A file of this course is no longer on disk. Look through its lessons and add it again.")


@transaction.atomic
def ask_export(*, course: Course, by: User) -> PackageExport:
    """Have a course written into a package. Who asks again meanwhile waits for the same.

    Each person has one of a course: the next, once it is whole, is instead of the last. Raises FilmElsewhere,
    DiskTooFull and CourseGone.
    """
    from tenant_apps.courses import tasks  # inline: the task calls this module

    # of two clicks at once the second sees what the first made
    if Course.objects.select_for_update(no_key=True).filter(pk=course.pk).first() is None:
        raise CourseGone
    under_way = PackageExport.objects.filter(course=course, by=by, finished_at=None, refused="").first()
    if under_way is not None:
        return under_way
    size = packing.size_of(course)
    made = PackageExport(course=course, by=by, name=f"{course.slug[:200]}.course.zip", total=size)
    require_disk(path_of(made).parent, size)
    made.save()
    audit.record(by=str(by), action="course.exported", target=course.title, tenant_id=require_tenant().id)
    soon(tasks.write_package, export_id=made.pk)
    return made


def work_on_export(*, export: PackageExport) -> None:
    """Write the package and say so to who asked; killed, the next worker begins it again."""
    if not working.claim(export):
        return
    try:
        working.check_patience(export)
        _write(export)
    except working.Superseded:
        return
    except (Refused, FileNotFoundError) as error:
        with suppress(working.Superseded), transaction.atomic():
            working.refuse(export, error if isinstance(error, Refused) else FileGone())
            letters.send_package(export)


def forget_old_exports(*, now: datetime | None = None) -> None:
    """Throw away packages that were kept for long enough, and what is left of those that never were whole."""
    before = (now or clock.now()) - KEPT
    old = Q(finished_at__lt=before) | Q(finished_at=None, created_at__lt=before)
    _throw_away(PackageExport.objects.filter(old))


def path_of(export: PackageExport) -> Path:
    """Where the package is on disk."""
    return Path(default_storage.path(export.place))


def _write(export: PackageExport) -> None:
    if export.course is None:
        raise CourseGone
    whole = path_of(export)
    whole.parent.mkdir(parents=True, exist_ok=True)
    # of this try alone: a worker that was thought lost may still write to its own
    part = whole.with_name(f"{whole.name}.{export.begun}")
    _unlink(whole.parent.glob(f"{whole.name}.*"))
    require_disk(whole.parent, packing.size_of(export.course))
    try:
        with part.open("wb") as into:
            packing.pack(export.course, into, working.telling(export))
        size = part.stat().st_size
        part.replace(whole)
    finally:
        part.unlink(missing_ok=True)
    with transaction.atomic():
        working.finish(export, done=size, total=size)
        export.refresh_from_db()
        letters.send_package(export)
    earlier = PackageExport.objects.filter(course=export.course, by=export.by, pk__lt=export.pk)
    _throw_away(earlier)


def _throw_away(exports: Iterable[PackageExport]) -> None:
    for export in exports:
        place = path_of(export)
        _unlink(place.parent.glob(f"{place.name}*"))
        export.delete()


def _unlink(files: Iterable[Path]) -> None:
    for one in files:
        one.unlink(missing_ok=True)
