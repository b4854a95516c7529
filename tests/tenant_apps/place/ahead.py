"""A learner with dates ahead, and the round that tells of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from marque.kit import clock
from marque.kit.mail.models import SentEmail
from tenant_apps.courses.models import Lesson
from tenant_apps.learning import actions as learning
from tenant_apps.learning.models import Cohort, Enrolment
from tenant_apps.place import actions

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# a few minutes past nine on a Wednesday in Copenhagen
MORNING = datetime(2026, 11, 18, 8, 5, tzinfo=UTC)
TOMORROW = MORNING + DAY + 6 * HOUR


def rounds(at: datetime) -> None:
    """What the sweep of a minute does, and its letters."""
    with clock.fixed(at):
        actions.forget_stale(now=at)
        actions.look_for_live(now=at)
        while actions.look_for_due(now=at):
            pass
        for person_id in actions.due_for_letters(now=at):
            actions.send_dates(person_id=person_id, now=at)


def subjects(purpose: str = "due") -> list[str]:
    return list(SentEmail.objects.filter(purpose=purpose).order_by("pk").values_list("subject", flat=True))


def cohort(place: Enrolment, name: str = "December") -> Cohort:
    made = learning.save_cohort(course=place.course, name=name, starts_on=date(2026, 12, 1))
    learning.place(cohort=made, enrolment=place)
    return made


def more_time(place: Enrolment, lesson: Lesson, until: datetime) -> Any:
    return learning.extend(enrolment=place, lesson=lesson, until=until, reason="Fever", by="alice@example.com")


def session(group: Cohort, begins: datetime, **more: Any) -> Any:
    said = {"title": "First call", "starts_at": begins, "ends_at": begins + HOUR, "url": "https://call.example/1"}
    return learning.save_live_session(cohort=group, **{**said, **more})
