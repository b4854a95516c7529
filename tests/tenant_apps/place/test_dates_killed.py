"""kill -9 anywhere between looking and writing: run again, each date is told once."""

from collections.abc import Iterator

import pytest

from marque.kit import clock
from marque.kit.facts.models import Event
from marque.kit.mail.models import SentEmail
from marque.kit.tenancy.context import CurrentTenant, enter
from tenant_apps.catalog.models import Product
from tenant_apps.courses.models import Course
from tenant_apps.learning.models import CohortDeadline, Enrolment
from tenant_apps.people.models import Person
from tenant_apps.place.actions.dates import AGAIN
from tenant_apps.place.models import DateNotice, DateWish
from tests.provisioning.killing import killed_at
from tests.tenant_apps.courses.factories import published
from tests.tenant_apps.crowding import at_once
from tests.tenant_apps.learning.factories import START, enrolment
from tests.tenant_apps.place.ahead import HOUR, MORNING, TOMORROW, cohort, rounds, session

WORK = """
from datetime import datetime
from marque.kit import clock
from marque.kit.mail import outbox as mail
from marque.kit.tenancy.context import enter
from shared_apps.tenants.models import Tenant
from tenant_apps.place import actions
from tenant_apps.place.actions import telling
mail.nudge = lambda ids: None

dying(telling.letters, "send_due", "settled", "due written")
dying(telling.letters, "send_live", "live settled", "live written")
now = datetime.fromisoformat("2026-11-18T08:05:00+00:00")
with clock.fixed(now), enter(Tenant.objects.prefetch_related("domains").get(slug="okafor").as_current()):
    actions.look_for_live(now=now)
    actions.look_for_due(now=now)
    die("noted")
    for person_id in actions.due_for_letters(now=now):
        actions.send_dates(person_id=person_id, now=now)
    die("all said")
"""


@pytest.fixture
def committed(okafor, real_commits, monkeypatch) -> Iterator[CurrentTenant]:
    """Something due tomorrow and a live session soon; the rows are really there, and removed after."""
    monkeypatch.setattr("marque.kit.facts.outbox.nudge", lambda ids: None)
    monkeypatch.setattr("marque.kit.mail.outbox.nudge", lambda ids: None)
    with enter(okafor), clock.fixed(START):
        place = enrolment(published(), at=START)
        group = cohort(place)
        CohortDeadline.objects.create(cohort=group, lesson=place.course.lessons.first(), due_at=TOMORROW)
        session(group, MORNING + HOUR / 2)
    yield okafor
    with enter(okafor):
        for model in (DateNotice, DateWish, Enrolment, Course, Product, SentEmail, Event, Person):
            model.objects.all().delete()


def told() -> list[str]:
    return sorted(SentEmail.objects.values_list("purpose", flat=True))


@pytest.mark.parametrize("step", ["noted", "settled", "due written", "live settled", "live written", "all said"])
def test_letters_that_are_killed_are_written_exactly_once(committed, step) -> None:
    assert killed_at(step, WORK)

    with enter(committed):
        rounds(MORNING + AGAIN)
        assert (told(), DateNotice.objects.filter(settled_at=None).count()) == (["due", "live"], 0)


def test_many_rounds_at_once_write_one_of_each(committed) -> None:
    at_once(committed, 4, lambda _number: rounds(MORNING))

    with enter(committed):
        assert told() == ["due", "live"]
