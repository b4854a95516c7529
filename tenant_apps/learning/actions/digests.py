"""One email a morning with what has opened, at nine where the person lives."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from marque.kit.clock import now as clock_now
from marque.kit.tenancy.context import require_tenant
from shared_apps.plans.limits import has_room
from tenant_apps.learning import letters
from tenant_apps.learning.models import LearnerChoice, LessonProgress, LessonRelease, UnlockDigest
from tenant_apps.learning.release import morning_after, next_morning, zone_of
from tenant_apps.people.models import Person

BATCH = 100
# what is noticed later than this after nine waits for the next morning
MORNING = timedelta(hours=3)


def due_people(*, now: datetime, most: int = BATCH) -> list[int]:
    """Whose morning has come, the longest waiting first; who wants none is among them, to have theirs forgotten."""
    due = LessonRelease.objects.filter(mail_at__lte=now, digest=None, unlocked_at__isnull=False).order_by("mail_at")
    found = due.values_list("enrolment__person_id", flat=True)[: most * 10]
    return list(dict.fromkeys(found))[:most]


@transaction.atomic
def send_digest(*, person_id: int, now: datetime | None = None) -> bool:
    """Write to one person about everything that opened; False when there is nothing to say, or not now."""
    if require_tenant().safe_mode:
        return False
    at = now or clock_now()
    # two workers with one person: the second finds nothing left
    person = Person.objects.select_for_update(no_key=True).get(pk=person_id)
    rows = list(
        LessonRelease.objects.filter(
            enrolment__person=person, mail_at__lte=at, digest=None, unlocked_at__isnull=False
        ).select_related("enrolment__course", "lesson__module")
    )
    has_stopped = LearnerChoice.objects.filter(person=person, digest_stopped_at__isnull=False).exists()
    told = [] if has_stopped else _without_known(rows)
    _forget([row for row in rows if row not in told])
    if not told:
        return False
    zone = zone_of(person)
    morning = morning_after(at, 0, zone)
    sent_today = UnlockDigest.objects.filter(person=person, day=morning.date()).exists()
    if not morning <= at < morning + MORNING or sent_today or not has_room("emails"):
        later = next_morning(at, zone) if at < morning else morning_after(at, 1, zone)
        LessonRelease.objects.filter(pk__in=[row.pk for row in told]).update(mail_at=later)
        return False
    digest = UnlockDigest.objects.create(person=person, day=morning.date())
    LessonRelease.objects.filter(pk__in=[row.pk for row in told]).update(digest=digest)
    letters.send_unlocked(person, digest, told)
    return True


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


def _forget(rows: list[LessonRelease]) -> None:
    LessonRelease.objects.filter(pk__in=[row.pk for row in rows]).update(mail_at=None)
