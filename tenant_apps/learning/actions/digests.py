"""One email a morning with what has opened and what has changed, at nine where the person lives."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from marque.kit.clock import now as clock_now
from marque.kit.tenancy.context import require_tenant
from shared_apps.plans.limits import has_room
from tenant_apps.learning import letters, queries
from tenant_apps.learning.models import (
    ChangeNotice,
    Enrolment,
    LearnerChoice,
    LessonProgress,
    LessonRelease,
    UnlockDigest,
)
from tenant_apps.learning.outline import OutlineLesson
from tenant_apps.learning.release import morning_after, next_morning, zone_of
from tenant_apps.people.models import Person

# each minute, so that a hundred thousand have theirs within a morning
BATCH = 600
# what is noticed later than this after nine waits for the next morning
MORNING = timedelta(hours=3)
Told = Sequence[LessonRelease] | Sequence[ChangeNotice]


def due_people(*, now: datetime, most: int = BATCH) -> list[int]:
    """Whose morning has come, the longest waiting first; who wants none is among them, to have theirs forgotten."""
    found = sorted(
        waiting
        for due in (_opened(now), _changed(now))
        for waiting in due.order_by("mail_at").values_list("mail_at", "enrolment__person_id")[: most * 10]
    )
    return list(dict.fromkeys(person for _at, person in found))[:most]


@transaction.atomic
def send_digest(*, person_id: int, now: datetime | None = None) -> bool:
    """Write to one person about all that opened and changed; False when there is nothing to say, or not now."""
    if require_tenant().safe_mode:
        return False
    at = now or clock_now()
    # two workers with one person: the second finds nothing left
    person = Person.objects.select_for_update(no_key=True).get(pk=person_id)
    rows = list(_opened(at).filter(enrolment__person=person).select_related("enrolment__course", "lesson__module"))
    # held, so that no newer change is taken for one that is told here
    due = _changed(at).filter(enrolment__person=person).order_by("pk")
    notices = list(due.select_for_update(no_key=True, of=("self",)))
    has_stopped = LearnerChoice.objects.filter(person=person, digest_stopped_at__isnull=False).exists()
    opened = [] if has_stopped else _without_known(rows)
    lines = {} if has_stopped else _still_unread(notices, at)
    changed = [notice for notice in notices if notice.pk in lines]
    _put_off([row for row in rows if row not in opened], None)
    _put_off([notice for notice in notices if notice.pk not in lines], None)
    if not opened and not changed:
        return False
    if later := _not_now(person, at):
        _put_off(opened, later)
        _put_off(changed, later)
        return False
    digest = UnlockDigest.objects.create(person=person, day=at.astimezone(zone_of(person)).date())
    LessonRelease.objects.filter(pk__in=[row.pk for row in opened]).update(digest=digest)
    for notice in changed:
        # the email has the last note, whichever change asked for it
        notice.digest, notice.changed_at = digest, lines[notice.pk].lesson.changed_at or notice.changed_at
    ChangeNotice.objects.bulk_update(changed, ["digest", "changed_at"])
    letters.send_morning(person, digest, opened, list(lines.values()))
    return True


def _opened(at: datetime) -> QuerySet[LessonRelease]:
    return LessonRelease.objects.filter(mail_at__lte=at, digest=None, unlocked_at__isnull=False)


def _changed(at: datetime) -> QuerySet[ChangeNotice]:
    return ChangeNotice.objects.filter(mail_at__lte=at, digest=None)


def _not_now(person: Person, at: datetime) -> datetime | None:
    """The morning to wait for, unless it is one that had no email yet."""
    zone = zone_of(person)
    morning = morning_after(at, 0, zone)
    sent_today = UnlockDigest.objects.filter(person=person, day=morning.date()).exists()
    if morning <= at < morning + MORNING and not sent_today and has_room("emails"):
        return None
    return next_morning(at, zone) if at < morning else morning_after(at, 1, zone)


def _without_known(rows: list[LessonRelease]) -> list[LessonRelease]:
    """Without what is no news: opened already, in a course that ended, or gone from the outline."""
    pairs = LessonProgress.objects.filter(
        enrolment__in={row.enrolment_id for row in rows}, lesson__in={row.lesson_id for row in rows}
    )
    opened = set(pairs.values_list("enrolment_id", "lesson_id"))
    return [
        row
        for row in rows
        if row.enrolment.is_live and row.lesson.archived_at is None and (row.enrolment_id, row.lesson_id) not in opened
    ]


def _still_unread(notices: list[ChangeNotice], at: datetime) -> dict[int, OutlineLesson]:
    """The lines that say so in their outlines; without what they saw since, and what has left them, or they it."""
    here = Enrolment.objects.live().filter(pk__in=[each.enrolment_id for each in notices])
    places = here.select_related("course", "person") if notices else ()
    lines = {
        (outline.enrolment.pk, line.lesson.pk): line
        for outline in queries.outlines_for(places, at)
        for line in outline.lessons
        if line.changed
    }
    found = {each.pk: lines.get((each.enrolment_id, each.lesson_id)) for each in notices}
    return {pk: line for pk, line in found.items() if line is not None}


def _put_off(rows: Told, until: datetime | None) -> None:
    """Until then; for good, if it is never."""
    if rows:
        type(rows[0])._default_manager.filter(pk__in=[row.pk for row in rows]).update(mail_at=until)
