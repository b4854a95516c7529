"""A refund that was reported as done and came back; what a lost dispute costs and leaves on paper."""

import json
from contextlib import suppress
from uuid import uuid4

import pytest

from marque.kit import clock
from marque.kit.facts.sweep import deliver_pending
from marque.kit.mail.models import SentEmail
from marque.kit.money import Money
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import WebhookFact
from shared_apps.integrations.sandbox import books, controls
from shared_apps.practice.models import PracticeEvent, PracticePayment
from shared_apps.practice.tasks import send_event
from shared_apps.settlements.models import LedgerAlert
from tenant_apps.ledger.models import LedgerAccount, LedgerTransaction
from tenant_apps.ledger.queries.verifying import problems
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import CreditNote, Dispute, Order, Payment, Refund
from tests.tenant_apps.ledger.factories import a_shared_sale
from tests.tenant_apps.selling import a_paid_order

pytestmark = pytest.mark.usefixtures("in_okafor")


@pytest.fixture(autouse=True)
def _seller(in_okafor) -> None:
    orders.update_seller(legal_name="Okafor Ltd", postal_address="1 Marina Road", country="NG", by="ada@okafor.example")


def refunded(amount: Money | None = None) -> Refund:
    order = a_paid_order()
    deliver_pending()
    orders.refund_order(order=order, reason="Asked", amount=amount)
    deliver_pending()
    return Refund.objects.get()


def come_back(refund: Refund) -> None:
    practised = PracticePayment.objects.get(reference=refund.payment.reference)
    with suppress(ProviderError):  # the second time it is back already
        books.take_refund_back(practised)
    orders.reopen_refund(
        payment=refund.payment, reference=refund.reference, amount=refund.money, reason="account_closed"
    )
    deliver_pending()


def balances() -> dict[str, int]:
    return {str(account): account.balance for account in LedgerAccount.objects.all() if account.balance}


def test_a_refund_that_comes_back_reopens_all_of_it() -> None:
    order = a_paid_order()
    deliver_pending()
    before = balances()
    orders.refund_order(order=order, reason="Asked")
    deliver_pending()
    refund = Refund.objects.get()

    for _time in "12":
        come_back(refund)

    refund.refresh_from_db()
    order.refresh_from_db()
    assert (order.state, order.refundable, refund.settled_at, refund.failure_message) == (
        "paid",
        order.total,
        None,
        "account_closed",
    )
    assert (balances(), problems()) == (before, [])
    assert LedgerTransaction.objects.filter(source__startswith="refund-returned:").count() == 1


def test_the_owner_is_told_once() -> None:
    refund = refunded()

    for _time in "12":
        come_back(refund)

    mail = SentEmail.objects.get(purpose="refund_returned")
    assert (mail.to, "account_closed" in mail.text) == (["alice@example.com"], True)


def test_a_refund_made_again_uses_the_credit_note_that_was_promised() -> None:
    refund = refunded()
    first = CreditNote.objects.get()
    come_back(refund)

    orders.refund_order(order=Order.objects.get(), reason="Again")
    deliver_pending()

    assert (list(CreditNote.objects.all()), Order.objects.get().state) == ([first], "refunded")
    assert problems() == []


def test_a_larger_refund_after_it_credits_what_is_more() -> None:
    refund = refunded(Money(10_000, "USD"))
    come_back(refund)

    orders.refund_order(order=Order.objects.get(), reason="All of it")
    deliver_pending()

    assert [note.total_amount for note in CreditNote.objects.order_by("number")] == [10_000, 39_000]


def test_a_refund_that_fails_before_it_was_done_only_fails() -> None:
    order = a_paid_order()
    asked = Refund.objects.create(
        order=order, payment=order.payments.get(), amount=49_000, currency="USD", reason="Asked"
    )

    orders.reopen_refund(payment=order.payments.get(), reference="r_1", amount=order.total)

    asked.refresh_from_db()
    assert (asked.failed_at is None, asked.returned_at, order.refunds.under_way().count()) == (False, None, 0)


def test_a_refund_nobody_knows_changes_nothing() -> None:
    order = a_paid_order()

    assert orders.reopen_refund(payment=order.payments.get(), reference="r_x", amount=order.total) is None


def lost(amount: Money | None = None) -> Dispute:
    order = a_paid_order()
    deliver_pending()
    dispute = orders.open_dispute(payment=order.payments.get(), reference="dp_1", amount=amount or order.total)
    orders.close_dispute(dispute=dispute, won=False)
    deliver_pending()
    return dispute


@pytest.mark.parametrize("amount", [None, Money(10_000, "USD")])
def test_a_lost_dispute_has_its_credit_note_once(amount) -> None:
    dispute = lost(amount)

    again = orders.issue_credit_note_of_dispute(dispute=Dispute.objects.get())

    note = CreditNote.objects.get()
    assert (note, note.dispute, note.refund, note.total) == (again, dispute, None, dispute.money)


def test_a_dispute_that_is_open_or_won_has_none() -> None:
    order = a_paid_order()
    deliver_pending()
    dispute = orders.open_dispute(payment=order.payments.get(), reference="dp_1", amount=order.total)

    assert orders.issue_credit_note_of_dispute(dispute=dispute) is None


def test_what_the_gateway_keeps_for_a_dispute_is_posted_once() -> None:
    dispute = lost()

    for _time in "12":
        orders.note_dispute_fee(dispute=dispute, fee=Money(1_500, "USD"))
        deliver_pending()

    posted = LedgerTransaction.objects.get(source=f"dispute-fee:{dispute.key}")
    cash = posted.entries.get(account__kind="cash")
    assert (cash.amount, problems()) == (-1_500, [])


def test_the_gateways_webhook_reopens_it(monkeypatch) -> None:
    monkeypatch.setattr(send_event, "delay", lambda *, event_id: None)
    refund = refunded()
    practised = PracticePayment.objects.get(reference=refund.payment.reference)

    controls.ACTS["returned"][1](practised)
    told = json.loads(PracticeEvent.objects.latest("pk").body)
    fact = WebhookFact(
        told["id"], told["kind"], told["reference"], told["amount"], told["currency"], clock.now(), told["subject"]
    )
    event, _new = orders.keep_event(gateway="sandbox", fact=fact)
    orders.handle_event(event=event)

    assert (Order.objects.get().state, Refund.objects.get().returned_at is None) == ("paid", False)
    assert "returned" not in [name for name, _label in controls.offered(practised)]


def test_a_refund_after_one_that_came_back_takes_from_everybody_again() -> None:
    order = a_shared_sale(Ann=1)
    deliver_pending()
    orders.refund_order(order=order, reason="Asked")
    deliver_pending()
    once = balances()
    come_back(Refund.objects.get())

    orders.refund_order(order=Order.objects.get(), reason="Asked again")
    deliver_pending()

    assert balances() == once


def test_a_surplus_that_the_bank_sends_back_is_told_to_owners(in_okafor) -> None:
    order = a_paid_order()
    given_up = Payment.objects.create(
        order=order, gateway="sandbox", amount=49_000, currency="USD", state="failed", reference="pay_twice",
        idempotency_key=uuid4(), settled_at=clock.now(),
    )  # fmt: skip
    fact = WebhookFact("e9", "refund.failed", "pay_twice", 49_000, "USD", clock.now(), "re_9", "account_closed")

    for _time in "12":
        event, _new = orders.keep_event(gateway="sandbox", fact=fact)
        orders.handle_event(event=event)
        deliver_pending()

    mail = SentEmail.objects.get(purpose="refund_returned")
    assert (mail.to, "account_closed" in mail.text, "paid twice" in mail.text) == (["alice@example.com"], True, True)
    assert (given_up.refunds.count(), order.refunds.count(), Order.objects.get().state) == (0, 0, "paid")
    alert = LedgerAlert.objects.get(tenant_id=in_okafor.id)
    assert "re_9" in alert.problems[0]
