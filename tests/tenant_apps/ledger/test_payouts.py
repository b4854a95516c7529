from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from marque.kit import clock
from marque.kit.money import Money
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payouts import PayoutRequest, PayoutResult
from tenant_apps.ledger import actions as ledger
from tenant_apps.ledger.models import Payout, PayoutAccount, PayoutState, PayoutTerms
from tenant_apps.ledger.queries import wallet_of
from tests.tenant_apps.ledger.factories import a_refund, a_shared_sale, balances, somebody
from tests.tenant_apps.selling import a_paid_order, an_offer

IBAN = "DE89 3704 0044 0532 0130 00"

pytestmark = pytest.mark.usefixtures("proved")


@pytest.fixture
def ann(deliver_facts):
    """Ann has $70.00 that can be paid out, and an account."""
    PayoutTerms.objects.create(hold_days=0)
    a_shared_sale()
    deliver_facts()
    person = somebody("Ann")
    ledger.save_payout_account(person=person, currency="USD", holder="Ann Author", iban=IBAN)
    return person


def a_payout(person, amount: int = 5_000, key=None) -> Payout:
    return ledger.request_payout(person=person, money=Money(amount, "USD"), request_key=key or uuid4(), by="ann")


def read(person) -> tuple[int, int, int]:
    wallet = wallet_of(person, "USD")
    return wallet.available.amount, wallet.reserved.amount, wallet.paid_out.amount


def test_a_payout_is_reserved_approved_and_paid(ann) -> None:
    payout = a_payout(ann)
    reserved = read(ann)

    for _time in "12":
        ledger.approve_payout(payout=payout, by="alice")
        ledger.mark_paid(payout=payout, by="alice", reference="Transfer 7")

    payout.refresh_from_db()
    assert (reserved, read(ann)) == ((2_000, 5_000, 0), (2_000, 0, 5_000))
    assert (payout.state, payout.approved_by, payout.reference) == (PayoutState.PAID, "alice", "Transfer 7")


def test_the_same_request_is_one_payout(ann) -> None:
    key = uuid4()

    payouts = {a_payout(ann, key=key).pk for _time in "12"}

    assert (len(payouts), read(ann)) == (1, (2_000, 5_000, 0))


@pytest.mark.parametrize("amount", [7_001, 10**18])
def test_more_than_is_available_is_refused(ann, amount) -> None:
    with pytest.raises(ledger.MoreThanAvailable) as refusal:
        a_payout(ann, amount)

    assert (str(refusal.value), refusal.value.field) == (
        "$70.00 can be paid out now. Write that much or less.",
        "amount",
    )


@pytest.mark.parametrize("amount", [0, -100])
def test_nothing_is_no_payout(ann, amount) -> None:
    with pytest.raises(ledger.LessThanMinimum):
        a_payout(ann, amount)


def test_less_than_the_minimum_is_refused(ann) -> None:
    ledger.set_terms(schedule="request", minimum_amount=6_000, hold_days=0)

    with pytest.raises(ledger.LessThanMinimum, match=r"The smallest payout is \$60\.00\."):
        a_payout(ann)


def test_without_an_account_or_on_hold_nothing_is_paid(ann) -> None:
    PayoutAccount.objects.update(archived_at=clock.now())
    with pytest.raises(ledger.NoPayoutAccount):
        a_payout(ann)
    ledger.place_hold(person=ann, reason="Checking identity", by="alice")

    with pytest.raises(ledger.PayoutsOnHold, match="Checking identity"):
        a_payout(ann)


def test_a_lifted_hold_lets_payouts_go_on(ann) -> None:
    ledger.place_hold(person=ann, reason="Checking", by="alice")
    ledger.lift_hold(person=ann, by="alice")

    assert a_payout(ann).state == PayoutState.REQUESTED


def test_a_returned_payout_is_back_in_the_wallet(ann) -> None:
    payout = a_payout(ann)

    for _time in "12":
        ledger.return_payout(payout=payout, reason="Wrong account", by="alice")

    assert read(ann) == (7_000, 0, 0)
    with pytest.raises(ledger.NotWaiting, match="Not paid already"):
        ledger.approve_payout(payout=payout, by="alice")


def test_what_is_paid_cannot_be_returned_and_what_is_not_approved_cannot_be_paid(ann) -> None:
    payout = a_payout(ann)
    with pytest.raises(ledger.NotWaiting):
        ledger.mark_paid(payout=payout, by="alice")
    ledger.approve_payout(payout=payout, by="alice")
    ledger.mark_paid(payout=payout, by="alice")

    with pytest.raises(ledger.NotWaiting):
        ledger.return_payout(payout=payout, reason="Too late", by="alice")


def test_a_refund_after_a_payout_is_recovered_from_what_comes_next(ann, deliver_facts) -> None:
    payout = ledger.approve_payout(payout=a_payout(ann, 7_000), by="alice")
    ledger.mark_paid(payout=payout, by="alice")
    order = payout.transactions.model.objects.get(kind="sale").order

    a_refund(order, 10_000)
    deliver_facts()
    negative = read(ann)
    with pytest.raises(ledger.MoreThanAvailable, match=r"\$0\.00 can be paid out"):
        a_payout(ann, 1)
    a_paid_order(an_offer("next", price=20_000, products=[order.lines.get().products.get()]))
    deliver_facts()

    assert (negative, read(ann)) == ((-7_000, 0, 7_000), (7_000, 0, 7_000))


def test_the_creator_is_paid_by_their_gateway_unless_the_platform_collects(ann, monkeypatch) -> None:
    with pytest.raises(ledger.PaidByTheGateway):
        a_payout(None, 1_000)
    monkeypatch.setattr("tenant_apps.ledger.actions.payouts.platform_collects", lambda: True)
    ledger.save_payout_account(person=None, currency="USD", holder="Okafor Ltd", details="Sort code 12-34-56, 12345678")

    payout = a_payout(None, 1_000)

    with pytest.raises(ledger.NotYoursToApprove):
        ledger.approve_payout(payout=payout, by="alice")
    assert ledger.approve_payout(payout=payout, by="olu@example.com", operator=True).state == PayoutState.APPROVED


@pytest.mark.parametrize(
    "refusal, wrong",
    [
        (ledger.BadIban, {"iban": "DE89 3704 0044 0532 0130 01"}),
        (ledger.BadIban, {"iban": "nothing"}),
        (ledger.BadBic, {"iban": IBAN, "bic": "ABC"}),
        (ledger.NowhereToPay, {}),
        (ledger.UnknownCurrency, {"iban": IBAN, "currency": "XYZ"}),
    ],
)
def test_a_bad_account_is_refused(refusal, wrong) -> None:
    with pytest.raises(refusal):
        ledger.save_payout_account(**{"person": None, "currency": "EUR", "holder": "X", **wrong})

    assert PayoutAccount.objects.count() == 0


def test_a_new_account_replaces_the_old_and_leaves_payouts_under_way(ann) -> None:
    payout = a_payout(ann)

    ledger.save_payout_account(person=ann, currency="USD", holder="Ann Author", iban="GB82 WEST 1234 5698 7654 32")

    payout.refresh_from_db()
    assert payout.account.masked == "DE89 …3000"
    assert PayoutAccount.objects.get(archived_at=None).masked == "GB82 …5432"


def test_a_batch_takes_each_approved_payout_once(ann) -> None:
    payouts = [ledger.approve_payout(payout=a_payout(ann, 1_000), by="alice") for _time in "12"]
    a_payout(ann, 1_000)

    batch = ledger.make_batch(currency="USD", by="alice")

    assert set(batch.payouts.all()) == set(payouts)
    with pytest.raises(ledger.NothingToPay):
        ledger.make_batch(currency="USD", by="alice")


class Fast:
    """A way that pays at once, or fails as it is told."""

    def __init__(self, error: ProviderError | None = None) -> None:
        self.error, self.keys = error, []

    def send(self, request: PayoutRequest) -> PayoutResult:
        self.keys.append(request.idempotency_key)
        if self.error:
            raise self.error
        return PayoutResult("tr_1", paid=True)


def sent_by(way: Fast, person, monkeypatch) -> Payout:
    monkeypatch.setattr("tenant_apps.ledger.actions.sending.payout_way", lambda name, account: way)
    payout = ledger.approve_payout(payout=a_payout(person), by="alice")
    for _time in "12":
        payout = ledger.send_payout(payout=payout, by="alice")
    payout.refresh_from_db()
    return payout


def test_a_way_that_pays_is_asked_once(ann, monkeypatch) -> None:
    way = Fast()

    payout = sent_by(way, ann, monkeypatch)

    assert (payout.state, payout.reference, way.keys) == (PayoutState.PAID, "tr_1", [str(payout.key)])


def test_a_way_that_never_will_returns_the_money(ann, monkeypatch) -> None:
    payout = sent_by(Fast(ProviderError("No such account.", permanent=True)), ann, monkeypatch)

    assert (payout.state, payout.reason, read(ann)) == (PayoutState.RETURNED, "No such account.", (7_000, 0, 0))


def test_a_way_that_does_not_answer_is_asked_again_with_the_same_key(ann, monkeypatch) -> None:
    way = Fast(ProviderError("Busy.", permanent=False))

    payout = sent_by(way, ann, monkeypatch)

    assert (payout.state, way.keys) == (PayoutState.APPROVED, [str(payout.key)] * 2)


def test_the_schedule_asks_once_on_its_day(ann) -> None:
    ledger.set_terms(schedule="weekly", minimum_amount=0, hold_days=0)
    monday = datetime(2026, 11, 23, 6, tzinfo=UTC)

    asked = [ledger.request_scheduled(now=monday + timedelta(hours=hours)) for hours in (-24, 0, 1)]

    assert (asked, Payout.objects.get().amount, balances()["in_transit Ann"]) == ([0, 1, 0], 7_000, 7_000)
