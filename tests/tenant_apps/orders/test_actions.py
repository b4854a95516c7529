from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from marque.kit import clock
from marque.kit.facts.models import Event
from marque.kit.money import Money
from shared_apps.integrations.ports import payments as port
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.sandbox.gateway import SandboxGateway
from tenant_apps.catalog import actions as catalog
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import Order, OrderCounter, OrderState, Payment, PaymentState
from tests.tenant_apps.selling import (
    ASKS,
    DECLINED,
    EMAIL,
    a_paid_order,
    a_product,
    an_offer,
    an_order,
    card_token,
)

pytestmark = pytest.mark.usefixtures("in_okafor")


def facts() -> list[str]:
    names = Event.objects.filter(fact__startswith="orders.").order_by("published_at").values_list("fact", flat=True)
    return [name.partition(".")[2] for name in names]


def test_place_order_takes_title_price_and_buyer_from_now() -> None:
    order = an_order()

    line = order.lines.get()
    assert (order.total, order.email, order.state) == (Money(49_000, "USD"), EMAIL, OrderState.PLACED)
    assert (line.title, line.money) == ("The Second Number", Money(49_000, "USD"))
    assert (order.number, facts()) == (None, ["OrderPlaced"])


def test_place_order_with_the_same_key_is_one_order_with_the_latest_details() -> None:
    offer, key = an_offer(), uuid4()
    first = an_order(offer, key=key, email="typo@example.con")

    again = an_order(offer, key=key)

    assert (again.pk, again.email, Order.objects.count()) == (first.pk, EMAIL, 1)


def test_place_order_with_the_key_of_another_offer_is_refused() -> None:
    key = uuid4()
    an_order(an_offer("one"), key=key)

    with pytest.raises(orders.WrongCheckout):
        an_order(an_offer("two"), key=key)


def test_place_order_of_an_archived_offer_is_refused() -> None:
    offer = an_offer()
    catalog.archive_offer(offer=offer)

    with pytest.raises(orders.OfferNotOnSale):
        an_order(offer)


def test_place_order_at_another_price_than_shown_is_refused() -> None:
    offer = an_offer()
    catalog.set_price(offer=offer, price=Money(54_000, "USD"))

    with pytest.raises(orders.PriceHasChanged) as refusal:
        orders.place_order(
            offer=offer, email=EMAIL, name="Sofia", idempotency_key=uuid4(), expected=Money(49_000, "USD")
        )

    assert str(refusal.value) == (
        "The price changed to $540.00 while this page was open. Nothing was charged. Check it and pay again."
    )


def test_pay_settles_numbers_and_tells() -> None:
    order = an_order()

    payment = orders.pay(order=order, method=card_token())

    order.refresh_from_db()
    assert (payment.state, payment.card, payment.method) == (PaymentState.SUCCEEDED, "Visa ending 4242", "")
    assert (order.state, order.number) == (OrderState.PAID, 1)
    assert facts() == ["OrderPlaced", "OrderPaid"]


def test_pay_twice_charges_once() -> None:
    order = an_order()

    first = orders.pay(order=order, method=card_token())
    second = orders.pay(order=order, method=card_token())

    assert (second.pk, Payment.objects.count(), facts().count("OrderPaid")) == (first.pk, 1, 1)


def test_pay_with_a_declined_card_leaves_the_order_to_be_paid_again() -> None:
    order = an_order()

    declined = orders.pay(order=order, method=card_token(DECLINED))
    paid = orders.pay(order=order, method=card_token())

    assert (declined.state, declined.failure_code) == (PaymentState.FAILED, "card_declined")
    assert declined.failure_message == "The bank declined this card. Nothing was charged. Try another one."
    assert (paid.state, paid.order.number) == (PaymentState.SUCCEEDED, 1)
    assert facts() == ["OrderPlaced", "PaymentFailed", "OrderPaid"]


@pytest.mark.parametrize(
    ("approved", "state", "number"), [(True, PaymentState.SUCCEEDED, 1), (False, PaymentState.FAILED, None)]
)
def test_answer_challenge(approved: bool, state: str, number: int | None) -> None:
    order = an_order()
    asked = orders.pay(order=order, method=card_token(ASKS))

    answered = orders.answer_challenge(payment=asked, approved=approved)

    assert (asked.state, answered.state, answered.order.number) == (PaymentState.CHALLENGED, state, number)


def test_record_payment_twice_changes_nothing() -> None:
    order = an_order()
    payment, _fresh = orders.start_payment(order=order, method="tok")
    result = port.PaymentResult(port.PaymentState.SUCCEEDED, "sbx_pay_1", 49_000, "USD")

    orders.record_payment(payment=payment, result=result)
    orders.record_payment(payment=payment, result=result)

    order.refresh_from_db()
    assert (order.number, facts().count("OrderPaid")) == (1, 1)


def test_settle_free_is_paid_without_a_payment() -> None:
    order = orders.settle_free(order=an_order(an_offer(price=0)))

    assert (order.state, order.number, order.payments.count()) == (OrderState.PAID, 1, 0)


def test_settle_free_of_an_order_with_a_price_is_a_bug() -> None:
    with pytest.raises(ValueError, match="costs nothing"):
        orders.settle_free(order=an_order())


def test_numbers_have_no_gaps_when_a_payment_is_undone() -> None:
    offer = an_offer()
    a_paid_order(offer)

    with pytest.raises(RuntimeError, match="power cut"), transaction.atomic():
        a_paid_order(offer, email="joel@example.com")
        raise RuntimeError("power cut")

    assert [a_paid_order(offer, email="priya@example.com").number, OrderCounter.objects.get().last_number] == [2, 2]


def test_refund_gives_everything_back_once() -> None:
    order = a_paid_order()

    refunded = orders.refund_order(order=order, reason="Bought twice")

    assert (refunded.state, refunded.refunds.get().money) == (OrderState.REFUNDED, Money(49_000, "USD"))
    assert (refunded.refunds.get().reference[:8], facts()[-2:]) == ("sbx_ref_", ["RefundSettled", "OrderRefunded"])
    with pytest.raises(orders.AlreadyRefunded):
        orders.refund_order(order=order, reason="Again")


def test_refund_of_an_unpaid_order_is_refused() -> None:
    with pytest.raises(orders.NotPaid):
        orders.refund_order(order=an_order(), reason="Changed my mind")


def test_refund_of_a_free_order_asks_no_gateway() -> None:
    order = orders.refund_order(order=a_paid_order(an_offer(price=0)), reason="Wrong course")

    assert (order.state, order.refunds.get().payment) == (OrderState.REFUNDED, None)


def test_a_part_goes_back_and_the_rest_later() -> None:
    order = a_paid_order()

    part = orders.refund_order(order=order, reason="One week was cancelled", amount=Money(9_000, "USD"))
    assert (part.state, part.refunded, facts()[-1]) == (OrderState.PAID, Money(9_000, "USD"), "RefundSettled")
    rest = orders.refund_order(order=order, reason="All of it after all")

    assert (rest.state, rest.refunded) == (OrderState.REFUNDED, Money(49_000, "USD"))
    assert facts()[-2:] == ["RefundSettled", "OrderRefunded"]


@pytest.mark.parametrize("amount", [Money(49_001, "USD"), Money(0, "USD"), Money(-1, "USD"), Money(5, "EUR")])
def test_refund_of_more_than_there_is_or_nothing_is_refused(amount: Money) -> None:
    order = a_paid_order()

    with pytest.raises(orders.TooMuch):
        orders.refund_order(order=order, reason="A typing mistake", amount=amount)
    assert not order.refunds.exists()


def test_a_disputed_order_is_not_refunded_as_well() -> None:
    order = a_paid_order()
    dispute = orders.open_dispute(payment=order.payments.get(), reference="dp_1", amount=order.total)

    with pytest.raises(orders.UnderDispute):
        orders.refund_order(order=order, reason="To be nice")
    orders.close_dispute(dispute=dispute, won=True)

    assert orders.refund_order(order=order, reason="To be nice").state == OrderState.REFUNDED


def test_a_dispute_is_opened_and_decided_once() -> None:
    order = a_paid_order()
    told = [orders.open_dispute(payment=order.payments.get(), reference="dp_1", amount=order.total) for _ in "12"]

    decided = [orders.close_dispute(dispute=told[0], won=won) for won in (False, True)]

    assert told[0] == told[1]
    assert [dispute.state for dispute in decided] == ["lost", "lost"]
    assert facts()[-2:] == ["DisputeOpened", "DisputeLost"]


def test_a_fee_is_noted_once() -> None:
    payment = a_paid_order().payments.get()

    for fee in (1_450, 99):
        payment = orders.note_fee(payment=payment, fee=Money(fee, "USD"))

    assert (payment.fee_amount, facts().count("PaymentFeeKnown")) == (1_450, 1)


def test_what_was_sold_is_what_is_delivered() -> None:
    first, second = a_product("One"), a_product("Two")
    offer = an_offer(products=[first])
    order = an_order(offer)

    catalog.change_offer(offer=offer, slug=offer.slug, title="Other", products=[second])
    orders.pay(order=order, method=card_token())

    assert list(order.products()) == [first]


def test_refund_that_fails_moves_nothing_and_can_be_repeated() -> None:
    order = a_paid_order()
    payment = order.payments.get()
    Payment.objects.filter(pk=payment.pk).update(reference="unknown")

    with pytest.raises(orders.RefundFailed):
        orders.refund_order(order=order, reason="First try")
    Payment.objects.filter(pk=payment.pk).update(reference=payment.reference)
    again = orders.refund_order(order=order, reason="Second try")

    assert again.state == OrderState.REFUNDED
    assert [bool(refund.failed_at) for refund in again.refunds.order_by("pk")] == [True, False]


@pytest.mark.parametrize("state", [PaymentState.STARTED, PaymentState.CHALLENGED])
def test_reconcile_lets_a_payment_wait_whose_gateway_was_taken_away(state: PaymentState) -> None:
    payment, _fresh = orders.start_payment(order=an_order(), method=card_token())
    Payment.objects.filter(pk=payment.pk).update(gateway="stripe", state=state)

    settled = orders.reconcile_payments(now=clock.now() + timedelta(hours=2))

    assert (settled, Payment.objects.get().state) == (0, state)


def test_reconcile_finishes_a_payment_whose_worker_died() -> None:
    order = an_order()
    payment, _fresh = orders.start_payment(order=order, method=card_token())

    early = orders.reconcile_payments(now=clock.now())
    later = orders.reconcile_payments(now=clock.now() + timedelta(minutes=2))

    payment.refresh_from_db()
    assert (early, later, payment.state) == (0, 1, PaymentState.SUCCEEDED)


def test_reconcile_finds_the_charge_whose_answer_was_lost(monkeypatch) -> None:
    payment = orders.pay(order=an_order(), method=card_token("4000000000000507"))
    monkeypatch.setattr(SandboxGateway, "charge", lambda self, request: pytest.fail("charged again"))

    orders.reconcile_payments(now=clock.now() + timedelta(minutes=2))

    assert (payment.state, Payment.objects.get().state) == (PaymentState.STARTED, PaymentState.SUCCEEDED)


def test_pay_with_a_key_that_is_not_accepted_stays_under_way_until_it_is(monkeypatch) -> None:
    def refuse(self, request):
        raise ProviderError("This key is not accepted.", permanent=True, certain=False)

    with monkeypatch.context() as wrong:
        wrong.setattr(SandboxGateway, "charge", refuse)
        payment = orders.pay(order=an_order(), method=card_token())
    orders.reconcile_payments(now=clock.now() + timedelta(minutes=2))

    assert (payment.state, Payment.objects.get().state) == (PaymentState.STARTED, PaymentState.SUCCEEDED)


def test_reconcile_charges_nobody_an_hour_late() -> None:
    payment, _fresh = orders.start_payment(order=an_order(), method=card_token())

    orders.reconcile_payments(now=clock.now() + timedelta(minutes=61))

    payment.refresh_from_db()
    assert (payment.state, payment.failure_code) == (PaymentState.FAILED, "gateway_refused")


def test_reconcile_waits_for_money_that_comes_later() -> None:
    payment = orders.pay(order=an_order(), method=card_token("4000000000000077"))

    orders.reconcile_payments(now=clock.now() + timedelta(minutes=2))
    waiting = Payment.objects.get().state
    with clock.fixed(clock.now() + timedelta(minutes=2)):
        orders.reconcile_payments(now=clock.now())

    payment.refresh_from_db()
    assert (waiting, payment.state) == (PaymentState.STARTED, PaymentState.SUCCEEDED)


def test_start_payment_in_a_currency_the_gateway_lacks_is_refused(monkeypatch) -> None:
    order = an_order()
    euros = replace(SandboxGateway.capabilities, currencies=frozenset({"EUR"}))
    monkeypatch.setattr(SandboxGateway, "capabilities", euros)

    with pytest.raises(orders.MoneyNotTaken, match="Payments in USD are not possible here. Nothing was charged."):
        orders.start_payment(order=order, method=card_token())

    assert Payment.objects.count() == 0


def test_note_missing_fees_asks_the_gateway_a_minute_later() -> None:
    a_paid_order()

    known = [orders.note_missing_fees(now=clock.now() + timedelta(minutes=minutes)) for minutes in (0, 2, 3)]

    assert (known, Payment.objects.get().fee_amount) == ([0, 1, 0], 1_451)


def test_reconcile_gives_up_on_a_challenge_nobody_answered() -> None:
    order = an_order()
    payment = orders.pay(order=order, method=card_token(ASKS))

    orders.reconcile_payments(now=clock.now() + timedelta(minutes=21))

    payment.refresh_from_db()
    assert payment.state == PaymentState.FAILED


def test_cancel_abandoned_leaves_paid_and_young_orders() -> None:
    offer = an_offer()
    left, paid = an_order(offer), a_paid_order(offer, email="joel@example.com")
    tomorrow = clock.now() + timedelta(hours=25)

    assert (orders.cancel_abandoned(now=clock.now()), orders.cancel_abandoned(now=tomorrow)) == (0, 1)
    left.refresh_from_db()
    paid.refresh_from_db()
    assert (left.state, paid.state) == (OrderState.CANCELLED, OrderState.PAID)


def test_a_cancelled_order_comes_back_when_its_form_is_sent_again() -> None:
    offer, key = an_offer(), uuid4()
    orders.cancel_order(order=an_order(offer, key=key))

    assert an_order(offer, key=key).state == OrderState.PLACED


@pytest.mark.parametrize(
    "change",
    [
        {"number": 7},
        {"paid_at": "now"},
        {"refunded_at": "now"},
        {"total_amount": -1},
        {"currency": "usd"},
        {"number": 7, "paid_at": "now", "cancelled_at": "now"},
    ],
    ids=lambda change: "+".join(change),
)
def test_the_database_refuses_impossible_orders(change: dict) -> None:
    order = an_order()
    values = {name: clock.now() if value == "now" else value for name, value in change.items()}

    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(**values)


def test_the_database_lets_one_payment_hold_an_order() -> None:
    order = an_order()
    orders.start_payment(order=order, method="tok")

    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.create(order=order, gateway="sandbox", amount=1, currency="USD", idempotency_key=uuid4())


def test_matching_finds_by_number_email_name_title_and_code() -> None:
    order = a_paid_order()
    a_paid_order(an_offer("other", price=100), email="joel@example.com")

    found = {text: list(Order.objects.matching(text)) for text in ("1", "#1", "studiobrandt", order.code.lower())}

    assert found == dict.fromkeys(found, [order])
    assert [list(Order.objects.matching(text)) for text in ("nobody", "999999999999")] == [[], []]
