"""Reminders that learners ask for: on days of the week, at an hour of theirs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.clock import now as clock_now
from marque.kit.errors import Refused
from marque.kit.tenancy.context import require_tenant
from shared_apps.plans.limits import has_room
from tenant_apps.learning import queries as learning
from tenant_apps.learning.release import zone_of
from tenant_apps.people.models import Person
from tenant_apps.place import letters
from tenant_apps.place.models import Reminder

BATCH = 200
# what is noticed later than this is no reminder any more
LATE = timedelta(hours=3)


class NoDay(Refused):
    """A reminder needs a day."""

    field = "days"
    message = _("Choose at least one day.")


@transaction.atomic
def remind(*, person: Person, days: Iterable[int], hour: int, by: Person, now: datetime | None = None) -> Reminder:
    """Remind a person on these days (0 is Monday) at this hour, in their time zone. Raises NoDay."""
    mask = sum(1 << day for day in set(days))
    if not mask:
        raise NoDay
    at = next_moment(mask, hour, zone_of(person), now or clock_now())
    wish = {"days": mask, "hour": hour, "next_at": at}
    reminder, _made = Reminder.objects.update_or_create(person=person, defaults=wish)
    return reminder


def stop_reminders(*, person: Person, by: Person | None = None) -> None:
    """Remind this person no more, until they ask again. Twice changes nothing."""
    Reminder.objects.filter(person=person).update(next_at=None)


def due_reminders(*, now: datetime, most: int = BATCH) -> list[int]:
    """Whose hour has come, the longest waiting first."""
    due = Reminder.objects.filter(next_at__lte=now).order_by("next_at")
    return list(due.values_list("pk", flat=True)[:most])


@transaction.atomic
def send_reminder(*, reminder_id: int, now: datetime | None = None) -> bool:
    """Write to one person, and set the next time with it: killed in between, neither happened. False: unsaid."""
    at = now or clock_now()
    if require_tenant().safe_mode:
        return False
    due = Reminder.objects.select_for_update(of=("self",)).select_related("person")
    reminder = due.filter(pk=reminder_id, next_at__lte=at).first()
    if reminder is None or reminder.next_at is None:
        return False
    moment, person = reminder.next_at, reminder.person
    reminder.next_at = next_moment(reminder.days, reminder.hour, zone_of(person), at)
    reminder.save(update_fields=["next_at"])
    step = learning.latest(learning.outlines_for(learning.live_enrolments(person), at))
    if step is None or at - moment > LATE or not has_room("emails"):
        return False
    letters.send_reminder(reminder, step, moment)
    return True


def next_moment(days: int, hour: int, zone: ZoneInfo, after: datetime) -> datetime:
    """The first of these days at this hour on the wall after a moment, also where clocks move in between."""
    today = after.astimezone(zone).replace(hour=hour, minute=0, second=0, microsecond=0, fold=0, tzinfo=None)
    for ahead in range(9):
        at = (today + timedelta(days=ahead)).replace(tzinfo=zone)
        # in UTC: an hour that the clock leaves out compares with nothing
        moment = at.astimezone(UTC)
        if days >> at.weekday() & 1 and moment > after:
            return moment
    raise ValueError(days)
