"""What only the gateway's report knows: fees of disputes, payouts to the bank, and what nobody can explain."""

from datetime import timedelta

import pytest
import stripe as stripe_sdk

from marque.kit import clock
from marque.kit.money import Money
from tenant_apps.ledger import actions as ledger
from tenant_apps.ledger.models import LedgerAccount, LedgerTransaction
from tenant_apps.ledger.queries.gateway_payouts import explained, gateway_payouts
from tenant_apps.orders import actions as orders
from tests.tenant_apps.ledger.factories import a_refund
from tests.tenant_apps.payments.stripe_shop import collected, connected, take_events
from tests.tenant_apps.selling import an_offer, an_order

PLATFORM = "acct_platform"
pytestmark = pytest.mark.usefixtures("proved")


@pytest.fixture
def account(double) -> str:
    return connected(double).account


def a_sale(method: str = "pm_card_visa"):
    return orders.pay(order=an_order(an_offer(price=10_000)), method=method).order


def tonight() -> list[list[str]]:
    now = clock.now() + timedelta(seconds=5)
    return [check.problems for check in ledger.check_gateways(now=now)]


def cash(gateway: str = "stripe") -> int:
    return LedgerAccount.objects.get(kind="cash", gateway=gateway).balance


def test_the_book_has_what_the_gateway_has_after_a_dispute_and_a_payout(account, double, deliver_facts) -> None:
    a_sale("pm_card_createDispute")
    take_events(double, account)
    order = orders.pay(order=an_order(an_offer("second", price=20_000)), method="pm_card_visa").order
    a_refund(order, 1_000)
    books = double.books(account)
    books.pay_out("usd")
    deliver_facts()

    nights = [tonight() for _night in "12"]

    assert nights == [[[]], [[]]]
    assert (cash(), books.balance("usd")) == (0, 0)
    assert cash("manual") == 20_000 - 1_000 - 610 - 320 - 1_500


def test_a_payout_to_the_bank_is_explained_to_the_last_cent(account, double, deliver_facts) -> None:
    a_sale()
    deliver_facts()
    double.books(account).pay_out("usd")
    tonight()

    found = explained(gateway_payouts().get())

    assert (found.money, found.left, found.carried) == (Money(9_680, "USD"), Money(0, "USD"), Money(0, "USD"))
    assert [(line.transaction.fact, line.amount) for line in found.lines] == [
        ("orders.OrderPaid", 10_000),
        ("orders.PaymentFeeKnown", -320),
    ]


def test_what_nobody_can_explain_is_listed_with_what_to_do_until_somebody_does(account, double, deliver_facts) -> None:
    a_sale()
    deliver_facts()
    books = double.books(account)
    about = books.keep(stripe_sdk.Refund, "re", amount=0, currency="usd", status="succeeded", metadata={})
    moved = books.move("adjustment", about, -250, category="other_adjustment")

    before = tonight()
    ledger.explain_movement(
        gateway="stripe", reference=moved["id"], money=Money(-250, "USD"), reason="Network fine of March", by=None
    )
    after = tonight()

    assert "Look it up there by this name" in before[0][0]
    assert (after, cash()) == ([[]], books.balance("usd"))


def test_explaining_twice_posts_once_and_needs_a_reason(account, double) -> None:
    said = {"gateway": "stripe", "reference": "txn_1", "money": Money(250, "USD")}

    for _time in "12":
        ledger.explain_movement(**said, reason="Goodwill")

    assert LedgerTransaction.objects.count() == 1
    with pytest.raises(ledger.NothingToExplain):
        ledger.explain_movement(**said, reason=" ")


def test_a_fee_nobody_told_is_taken_from_the_report(account, double, deliver_facts) -> None:
    order = a_sale()
    order.payments.update(fee_amount=None)
    deliver_facts()
    LedgerTransaction.objects.filter(kind="fee").exists()

    tonight()
    deliver_facts()

    assert (order.payments.get().fee_amount, cash()) == (320, double.books(account).balance("usd"))


def test_where_the_platform_collects_others_sales_are_no_difference(double, deliver_facts) -> None:
    collected()
    a_sale()
    deliver_facts()
    others = {"amount": "5000", "currency": "usd", "payment_method": "pm_card_visa", "metadata": {"tenant": "another"}}
    double.books(PLATFORM).create_intent(others)
    double.books(PLATFORM).pay_out("usd")

    assert (tonight(), cash()) == ([[]], 9_680)


def test_a_transfer_nobody_here_made_is_a_difference(double, okafor, deliver_facts) -> None:
    from tests.doubles.stripe import connect

    collected()
    a_sale()
    deliver_facts()
    account = {
        "amount": "100",
        "currency": "usd",
        "destination": "acct_connected",
        "metadata": {"tenant": str(okafor.id)},
    }
    connect.transfer(double.books(PLATFORM), account)

    assert "transferred $1.00, and no payout here says so" in tonight()[0][0]
