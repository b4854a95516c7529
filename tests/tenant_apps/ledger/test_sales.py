from datetime import timedelta

import pytest

from marque.kit import clock
from marque.kit.commands.registry import send
from marque.kit.money import Money
from tenant_apps.ledger import actions as ledger
from tenant_apps.ledger import claims
from tenant_apps.ledger.models import Commission, LedgerEntry, LedgerTransaction
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import Order
from tests.tenant_apps.ledger.factories import (
    a_dispute,
    a_refund,
    a_shared_product,
    a_shared_sale,
    balances,
    kinds,
    somebody,
    with_tax,
)
from tests.tenant_apps.selling import a_paid_order, a_product, an_offer

pytestmark = pytest.mark.usefixtures("proved")


def test_a_paid_order_is_posted_once_with_tax_shares_and_the_rest(deliver_facts) -> None:
    order = with_tax(a_shared_sale(price=11_900, Ann=1), 1_900)

    deliver_facts()
    ledger.post_sale(order=order)

    assert balances() == {"cash": -11_900, "tax": 1_900, "author Ann": 7_000, "creator": 3_000}
    assert kinds() == ["sale"]


def test_co_authors_share_by_weight_to_the_last_cent(deliver_facts) -> None:
    a_shared_sale(price=10_001, Ann=1, Bea=1, Cem=1)

    deliver_facts()

    # 3334 + 3334 + 3333 of the price, and 70 % of each, in whole cents
    assert balances() == {
        "cash": -10_001,
        "author Ann": 2_333,
        "author Bea": 2_333,
        "author Cem": 2_333,
        "creator": 3_002,
    }


def test_the_platform_fee_is_taken_before_the_creators_rest(monkeypatch, deliver_facts) -> None:
    monkeypatch.setattr("tenant_apps.orders.actions.paying.sales_fee", lambda tenant, net: Money(1_800, net.currency))
    a_shared_sale()

    deliver_facts()

    assert balances() == {"cash": -10_000, "platform_fee": 1_800, "author Ann": 7_000, "creator": 1_200}


def test_shares_of_more_than_the_sale_are_cut_in_proportion(deliver_facts) -> None:
    product = a_shared_product(rule=8_000, Ann=1)
    ledger.set_contributors(product=product, part="vendor", weights={somebody("Val"): 1})
    ledger.set_rule(part="vendor", basis_points=8_000)
    a_paid_order(an_offer(price=10_000, products=[product]))

    deliver_facts()

    assert balances() == {"cash": -10_000, "author Ann": 5_000, "vendor Val": 5_000}
    assert all("cut" in commission.words for commission in Commission.objects.all())


def test_a_free_order_is_not_in_the_book(deliver_facts) -> None:
    a_paid_order(an_offer(price=0))

    deliver_facts()

    assert (balances(), kinds()) == ({}, [])


def test_the_gateways_fee_is_the_creators_cost(deliver_facts) -> None:
    order = a_shared_sale()
    orders.note_fee(payment=order.payments.get(), fee=Money(320, "USD"))

    deliver_facts()

    assert balances() == {"cash": -9_680, "author Ann": 7_000, "creator": 2_680}
    fees = LedgerEntry.objects.filter(account__kind="gateway_fees", amount__gt=0).values_list("amount", flat=True)
    assert list(fees) == [320]


@pytest.mark.parametrize("parts", [[10_000], [1, 9_999], [3_333, 3_333, 3_334], [1] * 7 + [9_993], [9_999, 1]])
def test_refunds_in_any_parts_take_everything_back(parts, deliver_facts) -> None:
    order = with_tax(a_shared_sale(Ann=3, Bea=2, Cem=2), 1_597)
    deliver_facts()

    for part in parts:
        a_refund(order, part)
        deliver_facts()

    assert balances() == {}


def test_a_partial_refund_takes_from_everybody_in_proportion(deliver_facts) -> None:
    order = with_tax(a_shared_sale(price=11_900), 1_900)
    deliver_facts()

    a_refund(order, 5_950)
    deliver_facts()

    assert balances() == {"cash": -5_950, "tax": 950, "author Ann": 3_500, "creator": 1_500}


def test_a_refund_that_is_delivered_before_its_sale_posts_both() -> None:
    order = a_shared_sale()
    a_refund(order, 4_000)

    ledger.post_refund(refund=order.refunds.get())

    assert (kinds(), balances()["author Ann"]) == (["sale", "refund"], 4_200)


def test_a_dispute_holds_the_shares_and_winning_gives_them_back(deliver_facts) -> None:
    order = with_tax(a_shared_sale(price=11_900), 1_900)
    deliver_facts()
    before = balances()
    dispute = a_dispute(order)

    deliver_facts()
    during = balances()
    orders.close_dispute(dispute=dispute, won=True)
    deliver_facts()

    assert during == {"disputes": -11_900, "tax": 1_900, "held": 3_000, "held Ann": 7_000}
    assert balances() == before


def test_a_lost_dispute_takes_everything_in_proportion(deliver_facts) -> None:
    order = with_tax(a_shared_sale(price=11_900), 1_900)
    dispute = a_dispute(order, 5_950)
    orders.close_dispute(dispute=dispute, won=False)

    deliver_facts()

    assert balances() == {"cash": -5_950, "tax": 950, "author Ann": 3_500, "creator": 1_500}


def test_the_most_specific_rule_in_force_is_used_and_kept(deliver_facts) -> None:
    product = a_product("Pricing", kind="parcel")
    ann = somebody("Ann")
    ledger.set_contributors(product=product, part="author", weights={ann: 1})
    offer = an_offer(price=10_000, products=[product])
    shares = []
    for points, scope in [
        (1_000, {}),
        (2_000, {"category": "parcel"}),
        (3_000, {"person": ann}),
        (4_000, {"product": product}),
        (5_000, {"product": product, "person": ann}),
        (6_000, {}),  # changed for all: still narrower for this product
    ]:
        ledger.set_rule(part="author", basis_points=points, **scope)
        a_paid_order(offer, email=f"buyer{points}@example.com")
        deliver_facts()
        shares.append(Commission.objects.latest("pk"))

    assert [share.amount for share in shares] == [1_000, 2_000, 3_000, 4_000, 5_000, 5_000]
    assert shares[1].words.startswith("20 % of $100.00, by the rule for this kind of product since ")


def test_a_rule_is_the_one_of_the_day_of_payment(in_okafor) -> None:
    order = a_shared_sale(rule=7_000)
    with clock.fixed(clock.now() + timedelta(days=1)):
        ledger.set_rule(part="author", product=order.lines.get().products.get(), basis_points=100)

    ledger.post_sale(order=order)

    assert balances()["author Ann"] == 7_000


def test_claims_get_the_affiliates_share_and_the_buyer_never_does(deliver_facts) -> None:
    ledger.set_rule(part="affiliate", basis_points=2_500)
    order = a_paid_order(an_offer(price=10_000, products=[a_product()]))

    def led(paid: Order):
        return [somebody("Fay"), paid.buyer]

    claims.source(led)
    try:
        deliver_facts()
    finally:
        claims.forget(led)

    assert balances() == {"cash": -10_000, "affiliate Fay": 2_500, "creator": 7_500}
    assert Commission.objects.get().transaction.order == order


@pytest.mark.parametrize(
    "refusal, wrong",
    [
        (ledger.ShareOutOfRange, {"basis_points": 10_001}),
        (ledger.ShareOutOfRange, {"basis_points": -1}),
        (ledger.DaysMissing, {"basis_points": 1, "until": "date"}),
    ],
)
def test_set_rule_refuses_nonsense(refusal, wrong) -> None:
    with pytest.raises(refusal):
        ledger.set_rule(part="author", **wrong)


def an_escrowed_sale(**rule) -> Order:
    product = a_shared_product(Ann=1)
    ledger.set_rule(part="author", product=product, basis_points=7_000, **rule)
    return a_paid_order(an_offer(price=10_000, products=[product]))


def test_escrow_is_released_when_the_buyer_has_finished(deliver_facts) -> None:
    order = an_escrowed_sale(until="completion")
    deliver_facts()
    before = balances()
    product = order.lines.get().products.get()

    released = [
        send("ledger.release_escrow", person_id=order.buyer_id, product_id=product.pk, reason="Finished")
        for _time in "12"
    ]

    assert before == {"cash": -10_000, "escrow Ann": 7_000, "creator": 3_000}
    assert (released, balances()) == ([1, 0], {"cash": -10_000, "author Ann": 7_000, "creator": 3_000})


def test_escrow_until_a_date_is_released_on_that_day(deliver_facts) -> None:
    order = an_escrowed_sale(until="date", hold_days=30)
    deliver_facts()

    days = [ledger.release_due(now=order.paid_at + timedelta(days=day)) for day in (29, 30, 31)]

    assert (days, balances()["author Ann"]) == ([0, 1, 0], 7_000)


def test_a_refund_takes_from_escrow_before_and_from_the_wallet_after(deliver_facts) -> None:
    order = an_escrowed_sale(until="date", hold_days=30)
    deliver_facts()

    a_refund(order, 5_000)
    deliver_facts()
    waiting = balances()["escrow Ann"]
    ledger.release_due(now=order.paid_at + timedelta(days=30))
    a_refund(order, 5_000)
    deliver_facts()

    assert (waiting, balances()) == (3_500, {})


def test_escrow_that_was_released_during_a_dispute_goes_to_its_owner_when_it_is_won(deliver_facts) -> None:
    order = an_escrowed_sale(until="date", hold_days=30)
    dispute = a_dispute(order, 5_000)
    deliver_facts()

    ledger.release_due(now=order.paid_at + timedelta(days=30))
    orders.close_dispute(dispute=dispute, won=True)
    deliver_facts()

    assert balances() == {"cash": -10_000, "author Ann": 7_000, "creator": 3_000}


def test_the_book_names_the_fact_and_the_order(deliver_facts) -> None:
    order = a_shared_sale()

    deliver_facts()

    sale = LedgerTransaction.objects.get()
    assert (sale.source, sale.fact, sale.order) == (f"order:{order.key}", "orders.OrderPaid", order)
