"""What only real commits show of files of payouts: kill -9 between any two steps, and two operators at once."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from marque.console.batches import making, settling
from marque.kit.facts.models import Delivery, Event
from marque.kit.mail.models import SentEmail
from marque.kit.tenancy.context import CurrentTenant, enter
from shared_apps.settlements.models import BatchLine, BatchState, PlatformBatch, WaitingPayout
from tenant_apps.ledger import actions as ledger
from tenant_apps.ledger.models import LedgerAccount, LedgerEntry, LedgerTransaction, Payout, PayoutAccount
from tenant_apps.ledger.queries import problems
from tenant_apps.payments.models import PaymentSettings
from tenant_apps.people.models import Person
from tests.marque.console.paying_out import approved, written
from tests.provisioning.killing import killed_at
from tests.tenant_apps.crowding import at_once

OLU, UMA = "olu@example.com", "uma@example.com"
KEY = UUID("11111111-2222-4333-8444-555555555555")
BEGIN = """
from uuid import UUID
from marque.kit.facts import outbox
from marque.console.batches import making, settling
from shared_apps.settlements.models import PlatformBatch
outbox.nudge = lambda ids: None
"""
MAKE = """
dying(making, "_begin", after="payouts held")
dying(making, "file_of", after="file written")
dying(making, "_write", after="file kept")
making.make_batch(key=UUID("{key}"), currency="EUR", form="sepa", keys={keys}, by="olu@example.com")
"""
DECIDE = """
dying(settling, "write_down", "decided")
dying(settling, "_act", after="in the business, before its commit")
dying(settling, "_write_line", after="written in one business")
dying(settling, "_close", "written in all")
batch = PlatformBatch.objects.get()
{act}
"""
SETTLE = 'settling.settle(batch=batch, by="olu@example.com")'
FAIL = 'settling.fail(batch=batch, lines=list(batch.lines.values_list("pk", flat=True)), reason="Closed", by="olu@x.y")'
_OF_A_TENANT = (
    LedgerEntry, LedgerTransaction, Payout, PayoutAccount, LedgerAccount, Delivery, Event, SentEmail, Person,
    PaymentSettings,
)  # fmt: skip


@pytest.fixture
def payouts(okafor, other, real_commits, monkeypatch) -> Iterator[tuple[Payout, Payout]]:
    """One approved payout in each of two businesses, really there; removed after."""
    monkeypatch.setattr("marque.kit.facts.outbox.nudge", lambda ids: None)
    yield approved(okafor, "Ann"), approved(other, "Bea", 4_000)
    for tenant in (okafor, other):
        with enter(tenant), transaction.atomic():
            for model in _OF_A_TENANT:
                model._base_manager.all()._raw_delete("default")
    for shared in (BatchLine, PlatformBatch, WaitingPayout):
        shared.objects.all().delete()


def make(payouts, *, key=KEY, by=OLU) -> PlatformBatch:
    keys = [payout.key for payout in payouts]
    return making.make_batch(key=key, currency="EUR", form="sepa", keys=keys, by=by)


def right(*tenants: CurrentTenant) -> None:
    for tenant in tenants:
        with enter(tenant):
            assert problems() == []


@pytest.mark.parametrize("step", ["payouts held", "file written", "file kept"])
def test_a_file_that_is_cut_off_is_made_once_by_the_same_form(payouts, step) -> None:
    keys = f"[{', '.join(f'UUID({str(payout.key)!r})' for payout in payouts)}]"
    assert killed_at(step, BEGIN + MAKE.format(key=KEY, keys=keys))

    batch = make(payouts)

    assert (PlatformBatch.objects.count(), batch.state, batch.lines.live().count()) == (1, BatchState.MADE, 2)
    assert settling.fetch(batch=batch, by=OLU).count(b"<EndToEndId>") == 2


STEPS = ["decided", "in the business, before its commit", "written in one business", "written in all"]


@pytest.mark.parametrize("step", STEPS)
def test_settling_that_is_cut_off_is_finished_by_the_same_act(payouts, okafor, other, step) -> None:
    settling.mark_sent(batch=make(payouts), by=OLU)
    assert killed_at(step, BEGIN + DECIDE.format(act=SETTLE))

    batch = settling.settle(batch=PlatformBatch.objects.get(), by=UMA)

    assert batch.state == BatchState.SETTLED
    assert (written(okafor, payouts[0]), written(other, payouts[1])) == ([("paid", 1, 0)], [("paid", 1, 0)])
    right(okafor, other)


@pytest.mark.parametrize("step", ["written in one business"])
def test_payouts_that_failed_go_back_once_although_it_is_cut_off(payouts, okafor, other, step) -> None:
    batch = settling.settle(batch=settling.mark_sent(batch=make(payouts), by=OLU), by=OLU)
    assert killed_at(step, BEGIN + DECIDE.format(act=FAIL))

    lines = list(batch.lines.values_list("pk", flat=True))
    settling.fail(batch=batch, lines=lines, reason="Closed", by=UMA)

    assert (written(okafor, payouts[0]), written(other, payouts[1])) == ([("returned", 1, 1)], [("returned", 1, 1)])
    right(okafor, other)


def test_of_two_operators_at_once_one_makes_the_file(payouts, platform) -> None:
    def go(number: int) -> str:
        try:
            return make(payouts, key=uuid4(), by=(OLU, UMA)[number]).began_by
        except making.HeldElsewhere as refused:
            return str(refused)

    answers = at_once(platform, 2, go)

    assert sorted(answer in (OLU, UMA) for answer in answers) == [False, True]
    assert BatchLine.objects.live().count() == 2


def test_two_operators_who_settle_at_once_pay_once(payouts, platform, okafor, other) -> None:
    batch = settling.mark_sent(batch=make(payouts), by=OLU)

    at_once(platform, 4, lambda number: settling.settle(batch=batch, by=(OLU, UMA)[number % 2]))

    assert (written(okafor, payouts[0]), written(other, payouts[1])) == ([("paid", 1, 0)], [("paid", 1, 0)])
    right(okafor, other)


def test_paid_by_hand_and_into_a_file_at_once_is_paid_one_way(payouts, platform, okafor) -> None:
    def go(number: int) -> str:
        try:
            if number:
                return make(payouts, by=UMA).code
            with enter(okafor):
                ledger.mark_paid(payout=payouts[0], by=OLU)
            return "by hand"
        except ledger.InABatch:
            return "held"

    answers = at_once(platform, 2, go)

    in_file = BatchLine.objects.live().filter(payout_key=payouts[0].key).exists()
    assert (answers[0], in_file) in [("by hand", False), ("held", True)]
