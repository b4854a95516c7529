"""kill -9 anywhere in the sweep: run again, what opened is told once and mailed once."""

from collections.abc import Iterator

import pytest

from marque.kit import clock
from marque.kit.facts.models import Event
from marque.kit.mail.models import SentEmail
from marque.kit.tenancy.context import CurrentTenant, enter
from tenant_apps.catalog.models import Product
from tenant_apps.courses.models import Course
from tenant_apps.learning import actions
from tenant_apps.learning.models import Enrolment, LessonRelease, UnlockDigest
from tenant_apps.people.models import Person
from tests.provisioning.killing import killed_at
from tests.tenant_apps.courses.factories import course, lesson, module
from tests.tenant_apps.crowding import at_once
from tests.tenant_apps.learning.factories import START, enrolment, person
from tests.tenant_apps.learning.test_unlocking import OPENS

WORK = """
from datetime import datetime
from marque.kit import clock
from marque.kit.facts import outbox
from marque.kit.mail import outbox as mail
from marque.kit.tenancy.context import enter
from shared_apps.tenants.models import Tenant
from tenant_apps.learning import actions
from tenant_apps.learning.actions import digests, unlocking
outbox.nudge = lambda ids: None
mail.nudge = lambda ids: None

dying(unlocking, "_note", "held", "noted")
dying(unlocking, "publish_all", "looked", "published")
dying(digests.letters, "send_morning", "digest begun", "letter written")
now = datetime.fromisoformat("2026-11-19T08:00:30+00:00")
with clock.fixed(now), enter(Tenant.objects.prefetch_related("domains").get(slug="okafor").as_current()):
    actions.look(now=now)
    actions.tell(now=now)
    die("told")
    for person_id in actions.due_people(now=now):
        actions.send_digest(person_id=person_id, now=now)
    die("mailed")
"""


@pytest.fixture
def committed(okafor, real_commits, monkeypatch) -> Iterator[CurrentTenant]:
    """A course whose second lesson opens today to three learners; the rows are really there, and removed after."""
    monkeypatch.setattr("marque.kit.facts.outbox.nudge", lambda ids: None)
    monkeypatch.setattr("marque.kit.mail.outbox.nudge", lambda ids: None)
    with enter(okafor), clock.fixed(START):
        made = course()
        home = module(made)
        lesson(home, "First")
        lesson(home, "Second", opens_after_days=3)
        for name in ("ann", "bea", "cem"):
            enrolment(made, person(f"{name}@example.com"))
    yield okafor
    with enter(okafor):
        UnlockDigest.objects.all().delete()
        for model in (Enrolment, Course, Product, SentEmail, Event, Person):
            model.objects.all().delete()


def sweep() -> None:
    with clock.fixed(OPENS):
        actions.look(now=OPENS)
        actions.tell(now=OPENS)
        for person_id in actions.due_people(now=OPENS):
            actions.send_digest(person_id=person_id, now=OPENS)


def counts() -> tuple[int, int, int, int]:
    told = Event.objects.filter(fact="learning.LessonUnlocked").count()
    letters = SentEmail.objects.filter(purpose="unlocked").count()
    return LessonRelease.objects.count(), told, UnlockDigest.objects.count(), letters


STEPS = ["held", "noted", "looked", "published", "told", "digest begun", "letter written", "mailed"]


@pytest.mark.parametrize("step", STEPS)
def test_a_sweep_that_is_killed_tells_and_mails_exactly_once(committed, step) -> None:
    assert killed_at(step, WORK)

    with enter(committed):
        sweep()
        sweep()
        assert counts() == (3, 3, 3, 3)


def test_many_sweeps_at_once_tell_and_mail_exactly_once(committed) -> None:
    at_once(committed, 4, lambda _number: sweep())

    with enter(committed):
        sweep()
        assert counts() == (3, 3, 3, 3)
