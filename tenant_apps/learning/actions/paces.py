"""What somebody of the team decides for learners beside the rules: each with a reason, and in the audit log."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _
from psycopg import sql

from marque.kit.clock import now as clock_now
from marque.kit.errors import Refused
from marque.kit.tenancy.context import require_tenant
from shared_apps.operations import audit
from tenant_apps.courses.models import Course, Lesson
from tenant_apps.learning.models import Enrolment, Pace, Pause
from tenant_apps.learning.release import zone_of

# a lesson that opened stays as it is; one that is to open by hand later opens at the earlier moment
_UNLOCK = sql.SQL(
    "INSERT INTO learning_lessonrelease AS r"
    " (key, created_at, enrolment_id, lesson_id, opens_at, mail_at, reason, given_by)"
    " SELECT gen_random_uuid(), {now}, e.id, l.id, {at}, CASE WHEN NOT EXISTS (SELECT FROM learning_learnerchoice AS c"
    " WHERE c.person_id = e.person_id AND c.digest_stopped_at IS NOT NULL) THEN {at}::timestamptz END, {reason}, {by}"
    " FROM learning_enrolment AS e CROSS JOIN unnest({lessons}::bigint[]) AS l (id)"
    " WHERE e.ended_at IS NULL AND e.course_id = {course} AND {whose}"
    " ON CONFLICT (enrolment_id, lesson_id) DO UPDATE SET opens_at = {at}, mail_at = EXCLUDED.mail_at,"
    " reason = {reason}, given_by = {by} WHERE r.unlocked_at IS NULL AND r.opens_at > {at}"
)


class ReasonMissing(Refused):
    """Nobody would know later why."""

    field = "reason"
    message = _("Write a reason, so that whoever asks later knows why.")


class NothingPicked(Refused):
    """No lesson was chosen."""

    field = "lessons"
    message = _("Choose at least one lesson.")


class PausedAlready(Refused):
    """It rests."""

    field = "paused"
    message = _("This course is paused for them already.")


class NotPaused(Refused):
    """It goes on."""

    field = "paused"
    message = _("This course is not paused for them.")


@transaction.atomic
def unlock(
    *,
    course: Course,
    lessons: Iterable[Lesson],
    reason: str,
    by: Any,
    enrolments: Iterable[Enrolment] | None = None,
    opens_at: datetime | None = None,
    now: datetime | None = None,
) -> int:
    """Open lessons to some learners, or to everybody in the course, now or later; returns for how many times it was.

    Raises ReasonMissing and NothingPicked.
    """
    chosen = [lesson.pk for lesson in lessons]
    if not reason.strip():
        raise ReasonMissing
    if not chosen:
        raise NothingPicked
    whom = None if enrolments is None else [each.pk for each in enrolments]
    at = now or clock_now()
    query = _UNLOCK.format(
        now=sql.Literal(at),
        at=sql.Literal(max(at, opens_at or at)),
        reason=sql.Literal(reason.strip()[:300]),
        by=sql.Literal(str(by)[:254]),
        lessons=sql.Literal(chosen),
        course=sql.Literal(course.pk),
        whose=sql.SQL("true") if whom is None else sql.SQL("e.id = ANY({})").format(sql.Literal(whom)),
    )
    with connection.cursor() as cursor:
        cursor.execute(query.as_string(cursor.connection))
        opened = cursor.rowcount
    _record("learning.unlocked", str(course.key), reason, by, {"lessons": len(chosen), "opened": opened})
    return opened


@transaction.atomic
def pause(*, enrolment: Enrolment, reason: str, by: Any, now: datetime | None = None) -> Pace:
    """Open nothing more to a learner until they go on; raises ReasonMissing and PausedAlready."""
    pace = _pace(enrolment, reason, by)
    if pace.paused_at is not None:
        raise PausedAlready
    pace.paused_at = now or clock_now()
    return _kept(pace, "learning.paused", enrolment)


@transaction.atomic
def resume(*, enrolment: Enrolment, reason: str, by: Any, now: datetime | None = None) -> Pace:
    """Let a learner go on: waits that had begun grow by the days of the pause. Raises ReasonMissing and NotPaused."""
    pace, at = _pace(enrolment, reason, by), now or clock_now()
    if pace.paused_at is None:
        raise NotPaused
    zone = zone_of(enrolment.person)
    days = max(0, (at.astimezone(zone).date() - pace.paused_at.astimezone(zone).date()).days)
    Pause.objects.create(enrolment=enrolment, ended_at=at, days=days)
    pace.paused_days += days
    pace.paused_at, pace.resumed_at = None, at
    return _kept(pace, "learning.resumed", enrolment)


@transaction.atomic
def set_full_access(*, enrolment: Enrolment, on: bool, reason: str, by: Any, now: datetime | None = None) -> Pace:
    """Open the whole course to a learner, or go by the rules again; what they opened stays. Raises ReasonMissing."""
    pace = _pace(enrolment, reason, by)
    pace.full_access_at = (pace.full_access_at or now or clock_now()) if on else None
    return _kept(pace, "learning.full_access" if on else "learning.full_access_ended", enrolment)


@transaction.atomic
def change_pace(
    *, enrolment: Enrolment, reason: str, by: Any, paused: bool | None = None, full_access: bool | None = None
) -> None:
    """Pause or let go on, open everything or go by the rules, where that is said; raises what these raise."""
    if full_access is not None:
        set_full_access(enrolment=enrolment, on=full_access, reason=reason, by=by)
    if paused is not None:
        act = pause if paused else resume
        act(enrolment=enrolment, reason=reason, by=by)


def _pace(enrolment: Enrolment, reason: str, by: Any) -> Pace:
    if not reason.strip():
        raise ReasonMissing
    # the enrolment's row makes two who decide take turns
    Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)
    pace = Pace.objects.filter(enrolment=enrolment).first() or Pace(enrolment=enrolment)
    pace.reason, pace.set_by = reason.strip()[:300], str(by)[:254]
    return pace


def _kept(pace: Pace, action: str, enrolment: Enrolment) -> Pace:
    pace.save()
    Enrolment.objects.filter(pk=enrolment.pk).update(look_at=clock_now())
    _record(action, str(enrolment.key), pace.reason, pace.set_by, {"person": str(enrolment.person.key)})
    return pace


def _record(action: str, target: str, reason: str, by: Any, about: dict[str, Any]) -> None:
    here, why = require_tenant().id, reason.strip()
    audit.record(by=str(by), action=action, target=target, tenant_id=here, reason=why, data=about)
