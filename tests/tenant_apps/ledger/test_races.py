"""What only real commits show: fifty requests at once never take more than there is."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.db import transaction

from marque.kit.facts.models import Delivery, Event
from marque.kit.money import Money
from marque.kit.tenancy.context import CurrentTenant, enter
from tenant_apps.ledger import actions as ledger
from tenant_apps.ledger.actions import Leg, Pot
from tenant_apps.ledger.models import LedgerAccount, LedgerEntry, LedgerTransaction, Payout, PayoutAccount, Posting
from tenant_apps.ledger.queries import problems, wallet_of
from tenant_apps.people.models import Person
from tests.tenant_apps.crowding import at_once
from tests.tenant_apps.ledger.factories import somebody

REQUESTS = 50


@pytest.fixture
def committed(okafor, real_commits, monkeypatch) -> Iterator[CurrentTenant]:
    """A tenant whose rows are really there, and are removed after."""
    monkeypatch.setattr("marque.kit.facts.outbox.nudge", lambda ids: None)
    yield okafor
    with enter(okafor), transaction.atomic():
        for model in (LedgerEntry, LedgerTransaction, Payout, PayoutAccount, LedgerAccount, Delivery, Event, Person):
            model._base_manager.all()._raw_delete("default")


def money_for(name: str, amount: int) -> Person:
    person = somebody(name)
    legs = [Leg(Pot("cash", gateway="sandbox"), amount), Leg(Pot("author", person.pk), -amount)]
    ledger.post(kind=Posting.ADJUSTMENT, source=f"adjustment:{name}", currency="USD", legs=legs)
    ledger.save_payout_account(person=person, currency="USD", holder=name, details="Bank of X, 12345")
    return person


def test_fifty_requests_at_once_take_no_more_than_is_there(committed) -> None:
    with enter(committed):
        ann = money_for("Ann", 10_000)

    def ask(_number: int) -> bool:
        try:
            ledger.request_payout(person=ann, money=Money(1_500, "USD"), request_key=uuid4(), by="ann")
        except ledger.MoreThanAvailable:
            return False
        return True

    granted = at_once(committed, REQUESTS, ask)

    with enter(committed):
        wallet = wallet_of(ann, "USD")
        assert (sum(granted), wallet.available.amount, wallet.reserved.amount) == (6, 1_000, 9_000)
        assert problems() == []


def test_the_same_request_fifty_times_at_once_is_one_payout(committed) -> None:
    key = uuid4()
    with enter(committed):
        ann = money_for("Ann", 10_000)

    payouts = at_once(
        committed,
        REQUESTS,
        lambda _number: ledger.request_payout(person=ann, money=Money(100, "USD"), request_key=key, by="a").pk,
    )

    assert len(set(payouts)) == 1


def test_sales_payouts_and_returns_at_once_neither_lock_up_nor_lose_a_cent(committed) -> None:
    with enter(committed):
        people = [money_for(name, 10_000) for name in ("Ann", "Bea")]

    def work(number: int) -> None:
        person = people[number % 2]
        legs = [Leg(Pot("cash", gateway="manual"), 100), Leg(Pot("author", person.pk), -100)]
        ledger.post(kind=Posting.ADJUSTMENT, source=f"adjustment:{number}", currency="USD", legs=legs)
        payout = ledger.request_payout(person=person, money=Money(50, "USD"), request_key=uuid4(), by="x")
        if number % 3:
            ledger.approve_payout(payout=payout, by="alice")
            ledger.mark_paid(payout=payout, by="alice")
        else:
            ledger.return_payout(payout=payout, reason="No", by="alice")

    at_once(committed, REQUESTS, work)

    with enter(committed):
        assert problems() == []
        assert Payout.objects.open().count() == 0
