"""SCORM packages: what is played, and what it keeps."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.clock import now as clock_now
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from tenant_apps.courses.actions import update_lesson
from tenant_apps.courses.models import Lesson
from tenant_apps.learning import actions as learning
from tenant_apps.learning.models import Enrolment
from tenant_apps.materials.events import PackageScored
from tenant_apps.materials.models import FINISHED, Package, PackageRun, RunState
from tenant_apps.materials.scorm import kept, manifest
from tenant_apps.media.models import Asset


class NoSuchPart(Refused):
    """A forged id, or a package that was replaced meanwhile."""

    message = _("This package was changed. Load the lesson again.")


def set_package(*, lesson: Lesson, asset: Asset, by: Any = None) -> Package:
    """Let a lesson play the package of a zip. What learners reached in parts of the same name stays.

    Raises NoPackage and its kin, BadArchive, SeenByLearners.
    """
    found = manifest.read(Path(asset.file.path))
    told = {"asset": asset, "edition": found.edition, "title": found.title}
    with transaction.atomic():
        update_lesson(lesson=lesson, asset=asset, by=by)
        parts = [asdict(part) for part in found.parts]
        made, _new = Package.objects.update_or_create(lesson=lesson, defaults=told | {"parts": parts})
    return made


@transaction.atomic
def keep_run(
    *, package: Package, enrolment: Enrolment, part: str, said: Any, now: datetime | None = None
) -> PackageRun:
    """Keep what a part of a package says of itself, and let it count: a score into rules and grades, the last part
    that is done finishes the lesson. What was done or passed stays so, whatever an older tab says later.

    Raises NoSuchPart, TooMuchKept, LessonLocked, EnrolmentOver, NotInThisCourse.
    """
    at = now or clock_now()
    if part not in {one["id"] for one in package.parts}:
        raise NoSuchPart
    told = kept.read(package.edition, said)
    Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)
    learning.open_lesson(enrolment=enrolment, lesson=package.lesson, now=at)
    run, _new = PackageRun.objects.get_or_create(
        enrolment=enrolment, package=package, part=part, defaults={"touched_at": at}
    )
    run.kept, run.touched_at = told.kept, at
    if run.state not in FINISHED or told.state == RunState.PASSED:
        run.state = told.state
    if told.score is not None:
        run.score = max(run.score or 0, told.score)
    run.save(update_fields=["kept", "touched_at", "state", "score"])
    _count(package, enrolment, at)
    return run


def _count(package: Package, enrolment: Enrolment, at: datetime) -> None:
    ids = {one["id"] for one in package.parts}  # two items may show one thing
    runs = list(PackageRun.objects.filter(package=package, enrolment=enrolment, part__in=ids))
    scores = [run.score for run in runs if run.score is not None]
    known = {run.part for run in runs if run.score is not None or run.state in FINISHED}
    # the best score stays, so a mean that other parts may still lower is none yet
    if scores and known == ids:
        lesson, score = package.lesson, round(sum(scores) / len(scores))
        if learning.record_score(enrolment=enrolment, lesson=lesson, score=score, now=at):
            publish(PackageScored(enrolment_id=enrolment.pk, lesson_id=lesson.pk, score=score))
    if sum(run.state in FINISHED for run in runs) == len(ids):
        learning.finish_when_watched(enrolment=enrolment, lesson=package.lesson, now=at)
