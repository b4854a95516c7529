"""What only real commits show: clicks at once are all counted, and a code goes to one."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from marque.kit.facts.models import Delivery, Event
from marque.kit.tenancy.context import CurrentTenant, enter
from tenant_apps.affiliates import actions as affiliates
from tenant_apps.affiliates.models import Affiliate, AffiliateProgramme, Referral
from tenant_apps.ledger.models import CommissionRule
from tenant_apps.people.models import Person
from tests.tenant_apps.affiliates.factories import a_programme, an_affiliate
from tests.tenant_apps.crowding import at_once
from tests.tenant_apps.ledger.factories import somebody

VISITORS = 20


@pytest.fixture
def committed(okafor, real_commits, monkeypatch) -> Iterator[CurrentTenant]:
    """A tenant whose rows are really there, and are removed after."""
    monkeypatch.setattr("marque.kit.facts.outbox.nudge", lambda ids: None)
    yield okafor
    with enter(okafor), transaction.atomic():
        for model in (Referral, Affiliate, AffiliateProgramme, CommissionRule, Delivery, Event, Person):
            model._base_manager.all()._raw_delete("default")


def test_clicks_at_once_are_all_counted_in_one_row(committed) -> None:
    with enter(committed):
        affiliate = an_affiliate("Fay")

    at_once(committed, VISITORS, lambda _number: affiliates.note_click(affiliate=affiliate, landing="/"))

    with enter(committed):
        assert list(Referral.objects.values_list("landing", "clicks")) == [("/", VISITORS)]


def test_a_code_wanted_by_many_at_once_goes_to_one(committed) -> None:
    with enter(committed):
        a_programme()
        people = [somebody(f"Fay{number}") for number in range(VISITORS)]

    def ask(number: int) -> bool:
        try:
            affiliates.apply(person=people[number], code="FAY" if number % 2 else "fay")
        except affiliates.CodeTaken:
            return False
        return True

    assert sum(at_once(committed, VISITORS, ask)) == 1
