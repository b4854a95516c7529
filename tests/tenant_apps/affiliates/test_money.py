"""The commission is the ledger's: what a sale gives, a refund takes back in proportion."""

from datetime import timedelta

import pytest

from marque.kit import clock
from marque.kit.mail.models import SentEmail
from tenant_apps.affiliates import actions as affiliates
from tenant_apps.affiliates import queries
from tenant_apps.affiliates.models import Attribution, Renewals
from tenant_apps.ledger.queries import wallet_of
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import Order, Subscription
from tenant_apps.orders.terms import Terms
from tests.tenant_apps.affiliates.factories import a_led_order, a_led_sale, an_affiliate
from tests.tenant_apps.ledger.factories import a_dispute, a_refund, balances
from tests.tenant_apps.selling import an_offer, card_token
from tests.tenant_apps.subscribing import MONTHLY, START, day, renew

pytestmark = pytest.mark.usefixtures("proved")


def sale_of(order: Order) -> queries.Sale:
    return queries.sale_of(Attribution.objects.select_related("affiliate__person", "order").get(order=order))


def test_a_sale_earns_its_share_which_waits_for_its_day(deliver_facts) -> None:
    affiliate = an_affiliate("Fay")
    order = a_led_sale(affiliate)

    deliver_facts()

    wallet = wallet_of(affiliate.person, "USD")
    assert balances() == {"cash": -10_000, "affiliate Fay": 3_000, "creator": 7_000}
    assert (wallet.pending.amount, wallet.available.amount) == (3_000, 0)
    assert (sale_of(order).state, sale_of(order).earned.amount) == ("pending", 3_000)


@pytest.mark.parametrize(
    "parts, left, state",
    [
        ([10_000], 0, "reversed"),
        ([2_500], 2_250, "reduced"),
        ([2_500, 2_500], 1_500, "reduced"),
        ([1, 9_999], 0, "reversed"),
    ],
)
def test_a_refund_takes_its_part_back(parts, left, state, deliver_facts) -> None:
    affiliate = an_affiliate("Fay")
    order = a_led_sale(affiliate)
    deliver_facts()

    for part in parts:
        a_refund(order, part)
        deliver_facts()

    sale = sale_of(order)
    assert (sale.left.amount, sale.earned.amount, sale.state) == (left, 3_000, state)
    assert wallet_of(affiliate.person, "USD").total.amount == left


def test_a_refund_told_before_the_sale_leaves_the_same(deliver_facts) -> None:
    affiliate = an_affiliate("Fay")
    order = a_led_sale(affiliate)
    a_refund(order, 5_000)

    deliver_facts()

    assert balances() == {"cash": -5_000, "affiliate Fay": 1_500, "creator": 3_500}


def test_a_dispute_holds_it_and_a_lost_one_takes_it(deliver_facts) -> None:
    order = a_led_sale(an_affiliate("Fay"))
    deliver_facts()
    dispute = a_dispute(order)
    deliver_facts()
    during = sale_of(order)

    orders.close_dispute(dispute=dispute, won=False)
    deliver_facts()

    assert (during.state, sale_of(order).state, balances()) == ("disputed", "reversed", {})


def test_it_is_available_on_the_day_the_rule_says(deliver_facts) -> None:
    affiliate = an_affiliate("Fay")
    affiliates.set_rate(basis_points=3_000, hold_days=14, by="alice")
    order = a_led_sale(affiliate)
    deliver_facts()

    with clock.fixed(clock.now() + timedelta(days=14, minutes=1)):
        assert (sale_of(order).state, wallet_of(affiliate.person, "USD").available.amount) == ("earned", 3_000)


def test_a_share_of_ones_own_goes_before_everybodys_and_can_end(deliver_facts) -> None:
    affiliate = an_affiliate("Fay")
    affiliates.set_rate(basis_points=5_000, person=affiliate.person, by="alice")
    first = a_led_sale(affiliate)
    deliver_facts()
    affiliates.set_rate(basis_points=None, person=affiliate.person, by="alice")

    second = a_led_sale(affiliate, an_offer("second", price=10_000), email="ben@example.com")
    deliver_facts()

    assert [sale_of(order).earned.amount for order in (first, second)] == [5_000, 3_000]


def test_pausing_after_the_sale_takes_nothing_back(deliver_facts) -> None:
    affiliate = an_affiliate("Fay")
    order = a_led_sale(affiliate)
    affiliates.pause(affiliate=affiliate, reason="A holiday", by="alice")

    deliver_facts()

    assert sale_of(order).earned.amount == 3_000


def test_an_affiliate_is_told_once_and_not_who_bought(deliver_facts) -> None:
    order = a_led_sale(an_affiliate("Fay"))

    deliver_facts()

    letter = SentEmail.objects.get(purpose="affiliate_earned")
    assert (letter.to, letter.subject) == (["fay@example.com"], "You earned $30.00")
    assert order.email not in letter.html + letter.text


def test_without_a_rate_a_sale_earns_nothing_and_nobody_is_told(deliver_facts) -> None:
    affiliate = an_affiliate("Fay")
    affiliates.set_rate(basis_points=None, by="alice")
    order = a_led_sale(affiliate)

    deliver_facts()

    assert (sale_of(order).state, balances()) == ("nothing", {"cash": -10_000, "creator": 10_000})
    assert not SentEmail.objects.filter(purpose="affiliate_earned").exists()


def a_led_subscription(affiliate, terms: Terms = MONTHLY) -> Subscription:
    with clock.fixed(START):
        order = a_led_order(affiliate, an_offer("club", price=terms.amount))
        due = terms.due_today.amount
        Order.objects.filter(pk=order.pk).update(subtotal_amount=due, total_amount=due)
        order.lines.update(amount=due)
        order.refresh_from_db()
        orders.begin_subscription(order=order, line=order.lines.get(), terms=terms)
        orders.pay(order=order, method=card_token())
    return Subscription.objects.get(order=order)


@pytest.mark.parametrize("renewals, counted", [(Renewals.FIRST, 1), (Renewals.MONTHS, 3), (Renewals.ALWAYS, 5)])
def test_renewals_count_as_the_programme_says(renewals, counted) -> None:
    held = a_led_subscription(an_affiliate("Fay", renewals=renewals, renewal_months=3))

    for moment in (day(2, 28), day(3, 31), day(4, 30), day(5, 31)):
        renew(held, moment + timedelta(minutes=1))

    assert Order.objects.paid().count() == 5
    assert Attribution.objects.count() == counted


def test_a_renewal_of_who_was_paused_since_earns_nothing() -> None:
    affiliate = an_affiliate("Fay", renewals=Renewals.ALWAYS)
    held = a_led_subscription(affiliate)
    affiliates.pause(affiliate=affiliate, reason="Gone", by="alice")

    renew(held, day(2, 28) + timedelta(minutes=1))

    assert (Order.objects.paid().count(), Attribution.objects.count()) == (2, 1)


def test_instalments_are_one_price_so_each_counts() -> None:
    terms = Terms(amount=4_900, currency="USD", interval="month", instalments=3)
    held = a_led_subscription(an_affiliate("Fay", renewals=Renewals.FIRST), terms)

    for moment in (day(2, 28), day(3, 31)):
        renew(held, moment + timedelta(minutes=1))

    assert Attribution.objects.count() == 3
