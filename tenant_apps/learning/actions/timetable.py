"""The team's side of a cohort's dates: live sessions, deadlines, and more time for one learner."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.clock import now as clock_now
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from marque.kit.tenancy.context import require_tenant
from shared_apps.operations import audit
from tenant_apps.courses.models import Lesson
from tenant_apps.learning.actions.paces import ReasonMissing
from tenant_apps.learning.actions.refusals import NotInThisCourse
from tenant_apps.learning.events import CohortDeadlineChanged, DateExtended, LiveSessionMoved
from tenant_apps.learning.models import Cohort, CohortDeadline, Enrolment, Extension, LiveSession


class EndsTooSoon(Refused):
    """Times the wrong way round."""

    field = "ends_at"
    message = _("It ends before it begins.")


class CalledOff(Refused):
    """It does not take place."""

    message = _("This live session is called off. Add another one.")


class DatePassed(Refused):
    """More time that is over already."""

    field = "until"
    message = _("Give a moment that is still to come.")


@transaction.atomic
def save_live_session(
    *,
    cohort: Cohort,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    url: str = "",
    words: str = "",
    live_session: LiveSession | None = None,
    by: Any = None,
) -> LiveSession:
    """Put a live session on a cohort's timetable, or change one; raises EndsTooSoon and CalledOff.

    Its people are written when one that is not over is at another time or is joined elsewhere.
    """
    if ends_at <= starts_at:
        raise EndsTooSoon
    made = LiveSession(cohort=cohort)
    if live_session is not None:
        made = LiveSession.objects.select_for_update().get(pk=live_session.pk)
        if made.cancelled_at is not None:
            raise CalledOff
    before = (made.starts_at, made.ends_at), made.url
    made.title, made.starts_at, made.ends_at, made.url, made.words = title, starts_at, ends_at, url, words
    changed = {"is_retimed": before[0] != (starts_at, ends_at), "is_elsewhere": before[1] != url}
    is_told = live_session is not None and any(changed.values()) and max(before[0][1], ends_at) > clock_now()
    made.number += is_told
    made.save()
    if is_told:
        publish(LiveSessionMoved(live_session_id=made.pk, **changed))
    return made


@transaction.atomic
def cancel_live_session(*, live_session: LiveSession, by: Any = None, now: datetime | None = None) -> LiveSession:
    """Call a live session off, and tell its people; twice changes nothing."""
    held = LiveSession.objects.select_for_update().get(pk=live_session.pk)
    if held.cancelled_at is None:
        held.cancelled_at, held.number = now or clock_now(), held.number + 1
        held.save(update_fields=["cancelled_at", "number"])
        publish(LiveSessionMoved(live_session_id=held.pk))
    return held


@transaction.atomic
def set_deadline(*, cohort: Cohort, lesson: Lesson, due_at: datetime | None, by: Any = None) -> CohortDeadline | None:
    """Say until when a cohort does a lesson; None goes back to the lesson's own date. Raises NotInThisCourse."""
    held = Cohort.objects.select_for_update(no_key=True).get(pk=cohort.pk)
    if lesson.course_id != held.course_id:
        raise NotInThisCourse
    kept = None
    if due_at is None:
        CohortDeadline.objects.filter(cohort=held, lesson=lesson).delete()
    else:
        kept, _made = CohortDeadline.objects.update_or_create(cohort=held, lesson=lesson, defaults={"due_at": due_at})
    publish(CohortDeadlineChanged(cohort_id=held.pk, lesson_id=lesson.pk))
    return kept


@transaction.atomic
def extend(
    *, enrolment: Enrolment, lesson: Lesson, until: datetime, reason: str, by: Any, now: datetime | None = None
) -> Extension:
    """Give one learner more time at one lesson; the same again changes nothing.

    Raises ReasonMissing, DatePassed and NotInThisCourse.
    """
    at = now or clock_now()
    if not reason.strip():
        raise ReasonMissing
    if until <= at:
        raise DatePassed
    held = Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)
    if lesson.course_id != held.course_id:
        raise NotInThisCourse
    why = reason.strip()[:300]
    made = Extension.objects.filter(enrolment=held, lesson=lesson).first()
    if made is not None and (made.until, made.reason) == (until, why):
        return made
    made = made or Extension(enrolment=held, lesson=lesson)
    made.until, made.reason, made.given_at, made.given_by = until, why, at, str(by)[:254]
    made.save()
    _record("learning.extended", made, by)
    publish(DateExtended(enrolment_id=held.pk, lesson_id=lesson.pk, extension_id=made.pk))
    return made


@transaction.atomic
def end_extension(*, extension: Extension, by: Any) -> None:
    """Let the usual date hold for a learner again; one that is gone is no matter."""
    held = Extension.objects.select_for_update().filter(pk=extension.pk).first()
    if held is None:
        return
    _record("learning.extension_ended", held, by)
    publish(DateExtended(enrolment_id=held.enrolment_id, lesson_id=held.lesson_id, extension_id=None))
    held.delete()


def _record(action: str, made: Extension, by: Any) -> None:
    data = {"lesson": str(made.lesson.key), "until": made.until.isoformat()}
    here, target = require_tenant().id, str(made.enrolment.key)
    audit.record(by=str(by), action=action, target=target, tenant_id=here, reason=made.reason, data=data)
