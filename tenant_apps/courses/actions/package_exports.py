"""Courses into packages, written by a worker for who asked and kept for two days."""

from __future__ import annotations

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
    """Have a course written into a package. Who asks again meanwhile waits for the same. Raises FilmElsewhere."""
    from tenant_apps.courses import tasks  # inline: the task calls this module

    under_way = PackageExport.objects.filter(course=course, by=by, finished_at=None, refused="").first()
    if under_way is not None:
        return under_way
    name = f"{course.slug[:200]}.course.zip"
    made = PackageExport.objects.create(course=course, by=by, name=name, total=packing.size_of(course))
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
        with transaction.atomic():
            working.refuse(export, error if isinstance(error, Refused) else FileGone())
            letters.send_package(export)


def forget_old_exports(*, now: datetime | None = None) -> None:
    """Throw away packages that were kept for long enough, and what is left of those that never were whole."""
    before = (now or clock.now()) - KEPT
    old = Q(finished_at__lt=before) | Q(finished_at=None, created_at__lt=before)
    for export in PackageExport.objects.filter(old):
        place = path_of(export)
        for one in place.parent.glob(f"{place.name}*"):
            one.unlink(missing_ok=True)
        export.delete()


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
