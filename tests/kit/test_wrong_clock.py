"""A machine whose clock is a year ahead: what goes by the clock does nothing there, and time moved on purpose does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from celery import current_app
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from marque.kit import clock, wrong_clock
from marque.kit.tenancy.context import CurrentTenant, enter
from marque.kit.tenancy.tasks import TENANT_HEADER
from tenant_apps.assessments import actions as assessments
from tenant_apps.assessments.models import Attempt
from tenant_apps.courses import actions as courses
from tenant_apps.courses.models import Lesson
from tenant_apps.entitlements import actions as entitlements
from tenant_apps.entitlements.models import Entitlement
from tenant_apps.learning.models import LessonRelease
from tests.tenant_apps.assessments.factories import quiz
from tests.tenant_apps.courses.factories import course, lesson, module
from tests.tenant_apps.learning.factories import enrolment, person

DAY, YEAR = timedelta(days=1), timedelta(days=365, hours=1)
# what ends, publishes, sends, charges or forgets because a time has come; arguments where a task wants some
BY_THE_CLOCK: dict[str, dict[str, Any]] = {
    "analytics.look": {},
    "api.tidy": {},
    "assessments.close_overdue": {},
    "assessments.give_out_works": {},
    "billing.look": {"tenant_id": "00000000-0000-0000-0000-000000000000"},
    "billing.run": {},
    "catalog.turn": {},
    "certificates.tell_of_expiry": {},
    "courses.look": {},
    "domains.watch": {},
    "entitlements.end_lapsed": {},
    "facts.sweep": {},
    "inbox.sweep": {},
    "inbox.tidy": {},
    "learning.send_digest": {"person_id": 0},
    "learning.send_invitation": {"invitation_id": 0},
    "learning.unlock": {},
    "ledger.check": {},
    "ledger.tidy": {},
    "mail.sweep": {},
    "media.sweep": {},
    "orders.renew": {"subscription_id": 0},
    "orders.renew_due": {},
    "orders.tidy": {},
    "place.remind": {},
    "place.send_dates": {"person_id": 0},
    "place.send_reminder": {"reminder_id": 0},
    "provisioning.nightly": {},
    "provisioning.purge": {},
    "provisioning.sweep": {},
    "sequences.send_due": {},
    "sequences.send_next": {"run_id": 0},
    "webhooks.sweep": {},
    "webhooks.tidy": {},
}


@pytest.fixture(autouse=True)
def _unasked(monkeypatch) -> None:
    monkeypatch.setattr(wrong_clock, "_last", None)


@pytest.fixture
def a_year_ahead(monkeypatch) -> Callable[[], None]:
    """Sets this machine's clock to next year."""
    real = timezone.now
    return lambda: monkeypatch.setattr(timezone, "now", lambda: real() + YEAR)


def run(name: str, tenant: CurrentTenant, **arguments: Any) -> None:
    """As a worker runs it."""
    current_app.loader.import_default_modules()
    current_app.tasks[name].apply(kwargs=arguments, headers={TENANT_HEADER: str(tenant.id)}, throw=True)


def test_what_goes_by_the_clock_is_known() -> None:
    current_app.loader.import_default_modules()
    marked = {name for name, task in current_app.tasks.items() if getattr(task, "by_the_clock", False)}

    assert marked == set(BY_THE_CLOCK)


@pytest.mark.parametrize("name", BY_THE_CLOCK)
def test_sweep_on_a_machine_a_year_ahead_only_asks_the_database(
    okafor, a_year_ahead, caplog, monkeypatch, name
) -> None:
    a_year_ahead()
    monkeypatch.setattr(wrong_clock.logger, "handlers", [caplog.handler])

    with CaptureQueriesContext(connections["control"]) as asked, CaptureQueriesContext(connections["default"]) as done:
        run(name, okafor, **BY_THE_CLOCK[name])

    assert ([query["sql"] for query in asked], list(done)) == (["SELECT clock_timestamp()"], [])
    assert "The clock of this machine is off by 365 days" in caplog.text


def test_clock_is_asked_once_for_many_tenants_and_again_once_set(okafor, other, a_year_ahead) -> None:
    with CaptureQueriesContext(connections["control"]) as asked:
        before = [wrong_clock.is_wrong() for _tenant in (okafor, other)]
        a_year_ahead()
        after = [wrong_clock.is_wrong() for _tenant in (okafor, other)]

    assert (before, after, len(asked)) == ([False, False], [True, True], 2)


def _opens(now: datetime) -> Callable[[], int]:
    made = course("Opens")
    lesson(module(made), opens_after_days=3)
    enrolment(made, person(), now - DAY)
    return LessonRelease.objects.filter(unlocked_at__isnull=False).count


def _hands_in(now: datetime) -> Callable[[], int]:
    made = assessments.set_rules(quiz=quiz(of=course("Timed")), rules=assessments.Rules(minutes_allowed=60))
    place = enrolment(made.lesson.course, person(), now - DAY)
    assessments.start_attempt(quiz=made, enrolment=place, now=now)
    return Attempt.objects.filter(submitted_at__isnull=False).count


def _publishes(now: datetime) -> Callable[[], int]:
    draft = lesson(module(course("Drafts")), "Later", is_draft=True)
    courses.schedule_lesson(lesson=draft, at=now + DAY, now=now)
    return Lesson.objects.filter(pk=draft.pk, draft_since=None).count


def _ends(now: datetime) -> Callable[[], int]:
    entitlements.grant(person=person(), product=course("Lent").product, source="gift", expires_at=now + 30 * DAY)
    return Entitlement.objects.filter(revoked_at__isnull=False).count


@pytest.fixture(params=["machine", "purpose"])
def moved(request, a_year_ahead) -> Iterator[int]:
    """Next year: by a wrong clock, where nothing may happen, or on purpose."""
    if request.param == "machine":
        yield 0
        return
    with clock.fixed(timezone.now() + YEAR):
        yield 1


@pytest.mark.parametrize(
    ("name", "due"),
    [
        ("learning.unlock", _opens),
        ("assessments.close_overdue", _hands_in),
        ("courses.look", _publishes),
        ("entitlements.end_lapsed", _ends),
    ],
)
def test_next_year_comes_on_purpose_and_not_by_a_wrong_clock(okafor, moved, a_year_ahead, name, due) -> None:
    with enter(okafor), clock.fixed(timezone.now()):
        happened = due(clock.now())
    if not moved:
        a_year_ahead()

    run(name, okafor)

    with enter(okafor):
        assert happened() == moved
