"""kill -9 between a change and its email: heard again, run again, it is told once to each."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from marque.kit import clock
from marque.kit.facts.models import Event
from marque.kit.facts.sweep import deliver_pending
from marque.kit.mail.models import SentEmail
from marque.kit.tenancy.context import CurrentTenant, enter
from tenant_apps.catalog.models import Product
from tenant_apps.courses import actions as courses
from tenant_apps.courses.models import Course, Lesson
from tenant_apps.learning import actions
from tenant_apps.learning.models import ChangeNotice, Enrolment, UnlockDigest
from tenant_apps.people.models import Person
from tests.provisioning.killing import killed_at
from tests.tenant_apps.courses.factories import course, lesson, module
from tests.tenant_apps.crowding import at_once
from tests.tenant_apps.learning.factories import START, enrolment, person

CHANGED = datetime(2026, 11, 18, 21, 0, tzinfo=UTC)
MORNING = datetime(2026, 11, 19, 8, 0, 30, tzinfo=UTC)
WORK = """
from datetime import datetime
from marque.kit import clock
from marque.kit.facts import outbox
from marque.kit.facts.sweep import deliver_pending
from marque.kit.mail import outbox as mail
from marque.kit.tenancy.context import enter
from shared_apps.tenants.models import Tenant
from tenant_apps.learning import actions
from tenant_apps.learning.actions import digests
outbox.nudge = lambda ids: None
mail.nudge = lambda ids: None

dying(actions, "note_change", "heard", "noted")
dying(digests.letters, "send_morning", "digest begun", "letter written")
with enter(Tenant.objects.prefetch_related("domains").get(slug="okafor").as_current()):
    with clock.fixed(datetime.fromisoformat("2026-11-18T21:05:00+00:00")):
        deliver_pending()
        die("delivered")
    now = datetime.fromisoformat("2026-11-19T08:00:30+00:00")
    with clock.fixed(now):
        for person_id in actions.due_people(now=now):
            actions.send_digest(person_id=person_id, now=now)
        die("mailed")
"""


@pytest.fixture
def committed(okafor, real_commits, monkeypatch) -> Iterator[CurrentTenant]:
    """A lesson that three learners had finished has changed; the rows are really there, and removed after."""
    monkeypatch.setattr("marque.kit.facts.outbox.nudge", lambda ids: None)
    monkeypatch.setattr("marque.kit.mail.outbox.nudge", lambda ids: None)
    with enter(okafor):
        with clock.fixed(START):
            made = course()
            home = module(made)
            first = lesson(home, "First")
            lesson(home, "Second")
            for name in ("ann", "bea", "cem"):
                place = enrolment(made, person(f"{name}@example.com"))
                actions.complete_lesson(enrolment=place, lesson=first, now=START)
        with clock.fixed(CHANGED):
            courses.revise_lesson(lesson=first, body="<p>Two.</p>", note="Another.", now=CHANGED)
    yield okafor
    with enter(okafor):
        UnlockDigest.objects.all().delete()
        for model in (Enrolment, Lesson, Course, Product, SentEmail, Event, Person):
            model.objects.all().delete()


def hear_and_mail() -> None:
    with clock.fixed(MORNING):
        deliver_pending()
        for person_id in actions.due_people(now=MORNING):
            actions.send_digest(person_id=person_id, now=MORNING)


def counts() -> tuple[int, int, int]:
    letters = SentEmail.objects.filter(purpose="unlocked").count()
    return ChangeNotice.objects.exclude(digest=None).count(), UnlockDigest.objects.count(), letters


@pytest.mark.parametrize("step", ["heard", "noted", "delivered", "digest begun", "letter written", "mailed"])
def test_change_is_told_exactly_once_wherever_a_worker_is_killed(committed, step) -> None:
    assert killed_at(step, WORK)

    with enter(committed):
        hear_and_mail()
        hear_and_mail()
        assert counts() == (3, 3, 3)


def test_many_workers_at_once_tell_exactly_once(committed) -> None:
    at_once(committed, 4, lambda _number: hear_and_mail())

    with enter(committed):
        hear_and_mail()
        assert counts() == (3, 3, 3)
