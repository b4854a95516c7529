"""Packages that arrived, made into courses by a worker."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.tenancy.tasks import soon
from shared_apps.plans.limits import require_room
from tenant_apps.courses import letters
from tenant_apps.courses.actions.authors import teacher_of
from tenant_apps.courses.actions.packages import import_course, take_back
from tenant_apps.courses.folders.archive import BadArchive
from tenant_apps.courses.models import Course, PackageImport
from tenant_apps.courses.packages import working
from tenant_apps.courses.packages.reading import BadPackage
from tenant_apps.media import actions as media
from tenant_apps.media import drafts
from tenant_apps.media.models import Upload

if TYPE_CHECKING:
    from tenant_apps.accounts.models import User


class PackageGone(Refused):
    """It was kept for two days."""

    message = _("The package is no longer here. Upload it again.")


class NobodyLeft(Refused):
    """Whose course would it be?"""

    message = _("Whoever uploaded this package is no longer on the team.")


@transaction.atomic
def ask_import(*, upload: Upload, by: User) -> PackageImport:
    """Have a package that arrived made into a course; the same upload is one import. Raises LimitReached."""
    require_room("courses")
    made, is_new = PackageImport.objects.get_or_create(
        upload=upload, defaults={"by": by, "name": upload.name[:255], "total": upload.size}
    )
    if is_new:
        _send(made)
    return made


@transaction.atomic
def ask_import_again(*, work: PackageImport) -> None:
    """Try once more what was refused, for there is room by now, say; the package need not be sent again."""
    rows = PackageImport.objects.filter(pk=work.pk, finished_at=None).exclude(refused="").exclude(upload=None)
    if rows.update(refused="", heard_at=None, forgiven=F("begun")):
        _send(work)


def work_on_import(*, work: PackageImport) -> None:
    """Check the package and make its course, or say why not; killed, the next worker goes on without doubling."""
    if not working.claim(work):
        return
    try:
        working.check_patience(work)
        _take(work)
    except working.Superseded:
        return
    except Refused as refused:
        with suppress(working.Superseded):
            _refuse(work, refused)
    else:
        _forget(work)


def _take(work: PackageImport) -> None:
    if work.by is None or not work.by.is_active:
        raise NobodyLeft
    import_course(
        path=_arrived(work),
        author=teacher_of(work.by),
        by=work.by,
        mark=work.key,
        told=working.telling(work),
        written=partial(_written, work),
    )


def _refuse(work: PackageImport, why: Refused) -> None:
    with transaction.atomic():
        working.refuse(work, why)
        letters.send_package(work)
        # of this try and of those that were killed
        take_back(mark=work.key)
    if isinstance(why, BadArchive | BadPackage):
        _forget(work)


def _written(work: PackageImport, course: Course) -> None:
    working.finish(work, course=course, done=work.total)
    work.refresh_from_db()
    letters.send_package(work)


def _arrived(work: PackageImport) -> Path:
    if work.upload is None or not work.upload.complete_at:
        raise PackageGone
    path = drafts.place(work.upload.draft)
    if not path.exists():
        raise PackageGone
    return path


def _forget(work: PackageImport) -> None:
    if work.upload is not None:
        media.forget_upload(upload=work.upload)


def _send(work: PackageImport) -> None:
    from tenant_apps.courses import tasks  # inline: the task calls this module

    soon(tasks.read_package, import_id=work.pk)
