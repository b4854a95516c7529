"""kill -9 anywhere in a reminder: run again, it is written once, and the next one stands."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from marque.kit import clock
from marque.kit.facts.models import Event
from marque.kit.mail.models import SentEmail
from marque.kit.tenancy.context import CurrentTenant, enter
from tenant_apps.catalog.models import Product
from tenant_apps.courses.models import Course
from tenant_apps.learning.models import Enrolment
from tenant_apps.people.models import Person
from tenant_apps.place import actions
from tenant_apps.place.models import Reminder
from tests.provisioning.killing import killed_at
from tests.tenant_apps.courses.factories import published
from tests.tenant_apps.crowding import at_once
from tests.tenant_apps.learning.factories import enrolment

ASKED, DUE = datetime(2026, 11, 16, 12, 0, tzinfo=UTC), datetime(2026, 11, 16, 17, 0, tzinfo=UTC)
WORK = """
from datetime import datetime
from marque.kit import clock
from marque.kit.mail import outbox as mail
from marque.kit.tenancy.context import enter
from shared_apps.tenants.models import Tenant
from tenant_apps.place import actions
from tenant_apps.place.actions import reminders
mail.nudge = lambda ids: None

dying(reminders.letters, "send_reminder", "next time set", "letter written")
now = datetime.fromisoformat("2026-11-16T17:00:00+00:00")
with clock.fixed(now), enter(Tenant.objects.prefetch_related("domains").get(slug="okafor").as_current()):
    for reminder_id in actions.due_reminders(now=now):
        actions.send_reminder(reminder_id=reminder_id, now=now)
    die("all said")
"""


@pytest.fixture
def committed(okafor, real_commits, monkeypatch) -> Iterator[CurrentTenant]:
    """A reminder that is due; its rows are really there, and removed after."""
    monkeypatch.setattr("marque.kit.facts.outbox.nudge", lambda ids: None)
    monkeypatch.setattr("marque.kit.mail.outbox.nudge", lambda ids: None)
    with enter(okafor), clock.fixed(ASKED):
        place = enrolment(published(), at=ASKED)
        actions.remind(person=place.person, days=[0], hour=18, by=place.person)
    yield okafor
    with enter(okafor):
        for model in (Reminder, Enrolment, Course, Product, SentEmail, Event, Person):
            model.objects.all().delete()


def sweep() -> None:
    with clock.fixed(DUE):
        for reminder_id in actions.due_reminders(now=DUE):
            actions.send_reminder(reminder_id=reminder_id, now=DUE)


@pytest.mark.parametrize("step", ["next time set", "letter written", "all said"])
def test_a_reminder_that_is_killed_is_written_exactly_once(committed, step) -> None:
    assert killed_at(step, WORK)

    with enter(committed):
        sweep()
        assert SentEmail.objects.filter(purpose="reminder").count() == 1
        assert Reminder.objects.get().next_at == datetime(2026, 11, 23, 17, 0, tzinfo=UTC)


def test_many_sweeps_at_once_write_one_reminder(committed) -> None:
    at_once(committed, 4, lambda _number: sweep())

    with enter(committed):
        assert SentEmail.objects.filter(purpose="reminder").count() == 1
