"""Payouts through Stripe: accounts that people open, transfers, and money that comes back."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
import stripe as stripe_api

from marque.kit import clock
from marque.kit.mail.models import SentEmail
from marque.kit.money import Money
from shared_apps.settlements.models import LedgerAlert
from tenant_apps.ledger import actions as ledger
from tenant_apps.ledger.models import PayoutAccount, PayoutState, PayoutTerms
from tenant_apps.ledger.queries import wallet_of
from tenant_apps.ledger.tasks import look_at_account
from tests.doubles.stripe import connect
from tests.tenant_apps.ledger.factories import a_shared_product, balances, somebody
from tests.tenant_apps.payments.stripe_shop import collected, connected, take_events
from tests.tenant_apps.selling import an_offer, an_order

PLATFORM = "acct_platform"


@pytest.fixture
def double(double, monkeypatch, proved):
    monkeypatch.setattr(look_at_account, "delay", lambda *, reference: look_at_account.run(reference=reference))
    return double


@pytest.fixture
def ann(double, deliver_facts):
    """The platform collected $100.00, of which Ann has $70.00 and an account at Stripe."""
    from tenant_apps.orders import actions as orders

    collected()
    PayoutTerms.objects.create(hold_days=0)
    product = a_shared_product(Ann=1)
    orders.pay(order=an_order(an_offer(price=10_000, products=[product])), method="pm_card_visa")
    deliver_facts()
    person = somebody("Ann")
    account = ledger.open_payout_account(person=person, currency="USD")
    connect.finish(double, account.reference)
    ledger.look_at_accounts(reference=account.reference)
    return person


def asked(person, amount: int = 7_000):
    return ledger.request_payout(person=person, money=Money(amount, "USD"), request_key=uuid4(), by="ann")


def sent(payout):
    approved = ledger.approve_payout(payout=payout, by="olu", operator=True)
    return ledger.send_payout(payout=approved, by="olu")


def unheard(double, person):
    """Sent, and Stripe's answer never came."""
    double.losing = 9
    payout = sent(asked(person))
    double.losing = 0
    return payout


def test_an_approved_payout_is_transferred_and_paid(ann, double) -> None:
    payout = sent(asked(ann))

    account = PayoutAccount.objects.get(person=ann)
    assert (payout.state, payout.reference.startswith("tr_")) == (PayoutState.PAID, True)
    assert double.books(account.reference).balance("usd") == 7_000
    assert wallet_of(ann, "USD").paid_out == Money(7_000, "USD")


def test_an_account_that_is_not_finished_is_not_paid(double, deliver_facts) -> None:
    collected()
    person = somebody("Bea")
    account = ledger.open_payout_account(person=person, currency="USD")

    assert (account.ready_at, "A bank account for payouts" in account.due) == (None, True)
    with pytest.raises(ledger.NoPayoutAccount):
        asked(person)


def test_opening_twice_is_one_account(double) -> None:
    collected()
    person = somebody("Bea")

    first, again = (ledger.open_payout_account(person=person, currency="USD") for _ in "12")

    assert (first.reference == again.reference, len(double.connected)) == (True, 2)


def test_a_balance_that_is_too_low_leaves_it_approved_until_it_is_not(ann, double) -> None:
    double.books(PLATFORM).pay_out("usd")

    payout = sent(asked(ann))
    before = payout.state
    double.books(PLATFORM).move("charge", {"id": "ch_1", "currency": "usd"}, 50_000)
    with clock.fixed(clock.now() + timedelta(hours=1)):
        payout = ledger.send_payout(payout=payout, by="schedule")

    assert (before, payout.state, double.count("transfer", PLATFORM)) == (PayoutState.APPROVED, PayoutState.PAID, 1)


def test_an_answer_that_was_lost_transfers_once(ann, double) -> None:
    payout = unheard(double, ann)

    payout = ledger.send_payout(payout=payout, by="schedule")

    assert (payout.state, double.count("transfer", PLATFORM)) == (PayoutState.PAID, 1)


def test_two_who_ask_in_two_hours_and_see_nothing_transfer_once(ann, double, monkeypatch) -> None:
    monkeypatch.setattr(stripe_api.TransferService, "list", lambda *asked: SimpleNamespace(data=[]))
    payout = unheard(double, ann)

    with clock.fixed(clock.now() + timedelta(hours=1)):
        payout = ledger.send_payout(payout=payout, by="schedule")

    assert (payout.state, double.count("transfer", PLATFORM)) == (PayoutState.PAID, 1)


def test_a_key_that_is_not_accepted_returns_nothing_that_may_have_arrived(ann, double, settings) -> None:
    payout = unheard(double, ann)
    good, settings.STRIPE_SECRET_KEY = settings.STRIPE_SECRET_KEY, ""

    payout = ledger.send_payout(payout=payout, by="schedule")
    before = payout.state
    with pytest.raises(ledger.MayHaveArrived, match="Stripe was asked to send this payout"):
        ledger.return_payout(payout=payout, reason="No answer", by="olu")
    settings.STRIPE_SECRET_KEY = good
    payout = ledger.send_payout(payout=payout, by="schedule")

    assert (before, payout.state, double.count("transfer", PLATFORM)) == (PayoutState.APPROVED, PayoutState.PAID, 1)


def test_what_was_sent_is_not_returned_when_the_creator_becomes_the_merchant(ann, double) -> None:
    payout = unheard(double, ann)
    connected(double)

    payout = ledger.send_payout(payout=payout, by="schedule")

    assert (payout.state, double.count("transfer", PLATFORM)) == (PayoutState.APPROVED, 1)


def test_what_is_refused_for_certain_may_be_returned_by_hand(ann, double) -> None:
    double.books(PLATFORM).pay_out("usd")
    payout = sent(asked(ann))

    payout = ledger.return_payout(payout=payout, reason="Too little", by="olu")

    assert (payout.state, wallet_of(ann, "USD").available) == (PayoutState.RETURNED, Money(7_000, "USD"))


def test_what_was_approved_and_never_asked_is_sent_by_the_sweep(ann, double) -> None:
    ledger.approve_payout(payout=asked(ann), by="olu", operator=True)

    sent_now = [ledger.send_waiting(now=clock.now() + timedelta(minutes=minutes)) for minutes in (1, 6, 7)]

    assert (sent_now, double.count("transfer", PLATFORM)) == ([0, 1, 0], 1)


def test_a_transfer_that_comes_back_is_in_the_wallet_again_and_told(ann, double, deliver_facts) -> None:
    payout = sent(asked(ann))
    deliver_facts()
    began = len(double.events)
    connect.take_back(double.books(PLATFORM), payout.reference)

    for _time in "12":
        take_events(double, PLATFORM, began)
    deliver_facts()

    payout.refresh_from_db()
    assert (payout.state, wallet_of(ann, "USD").available) == (PayoutState.RETURNED, Money(7_000, "USD"))
    assert "was not paid" in SentEmail.objects.filter(to__contains=[ann.email]).latest("pk").subject
    assert payout.reference in LedgerAlert.objects.get().problems[0]


def test_a_transfer_that_comes_back_in_parts_is_booked_part_by_part(ann, double, deliver_facts) -> None:
    payout = sent(asked(ann))
    began, seen = len(double.events), []

    for amount in (2_000, 1_500, None):
        connect.take_back(double.books(PLATFORM), payout.reference, amount)
        for _time in "12":
            take_events(double, PLATFORM, began)
        deliver_facts()
        payout.refresh_from_db()
        wallet = wallet_of(ann, "USD")
        seen.append((payout.state, wallet.available.amount, wallet.paid_out.amount))

    paid, back = PayoutState.PAID, PayoutState.RETURNED
    assert seen == [(paid, 2_000, 5_000), (paid, 3_500, 3_500), (back, 7_000, 0)]
    assert balances()["cash"] == -double.books(PLATFORM).balance("usd")


def test_parts_that_are_told_in_the_wrong_order_are_booked_once(ann, double, deliver_facts) -> None:
    payout = sent(asked(ann))
    began = len(double.events)
    for amount in (2_000, 1_500):
        connect.take_back(double.books(PLATFORM), payout.reference, amount)

    double.events[began:] = reversed(double.events[began:])
    take_events(double, PLATFORM, began)
    deliver_facts()

    payout.refresh_from_db()
    assert (payout.came_back_amount, wallet_of(ann, "USD").available) == (3_500, Money(3_500, "USD"))
    letter = SentEmail.objects.filter(to__contains=[ann.email]).latest("pk")
    assert letter.subject == "$35.00 of your payout of $70.00 came back"


def test_a_bank_that_refuses_is_told_to_owner_and_operators(double, deliver_facts, in_okafor) -> None:
    from tenant_apps.accounts.actions import assign_role, register
    from tenant_apps.accounts.models import Role

    user = register(email="alice@okafor.example", name="Alice", verified=True)
    assign_role(user=user, role=Role.OWNER, by=None)
    connection = connected(double)
    books = double.books(connection.account)
    books.move("charge", {"id": "ch_1", "currency": "usd"}, 50_000)
    books.refuse_payout(books.pay_out("usd")["id"])

    take_events(double, connection.account)
    deliver_facts()

    letter = SentEmail.objects.get(purpose="payout", to__contains=["alice@okafor.example"])
    assert "Your bank refused $500.00" in letter.subject
    assert "The bank account has been closed." in LedgerAlert.objects.get().problems[0]


def test_a_change_of_an_account_is_looked_at(double, deliver_facts, django_capture_on_commit_callbacks) -> None:
    connection = connected(double)
    double.books(connection.account).things[connection.account]["charges_enabled"] = False
    double.books(connection.account).tell(
        connection.account, "account.updated", {"id": connection.account, **_whole(double, connection.account)}
    )

    with django_capture_on_commit_callbacks(execute=True):
        take_events(double, connection.account, len(double.events) - 1)
        deliver_facts()

    connection.refresh_from_db()
    assert connection.charges_enabled is False


def _whole(double, account):
    return double.books(account).things[account]


def test_the_creators_own_payouts_go_to_their_own_account(double, deliver_facts) -> None:
    from tenant_apps.orders import actions as orders

    connection = connected(double)
    collected()
    PayoutTerms.objects.create(hold_days=0)
    orders.pay(order=an_order(an_offer(price=10_000)), method="pm_card_visa")
    deliver_facts()
    ledger.use_own_account(currency="USD")

    payout = sent(asked(None, 9_000))

    assert (payout.state, double.books(connection.account).balance("usd")) == (PayoutState.PAID, 9_000)


def test_a_creator_who_is_the_merchant_sends_nothing_through_the_platform(ann, double) -> None:
    payout = asked(ann)
    connected(double)

    approved = ledger.approve_payout(payout=payout, by="alice")
    payout = ledger.send_payout(payout=approved, by="alice")

    assert (payout.state, double.count("transfer", PLATFORM)) == (PayoutState.RETURNED, 0)
    assert "only what it collected" in payout.reason
