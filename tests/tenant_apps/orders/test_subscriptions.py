from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from marque.kit import clock
from marque.kit.facts.models import Event
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.sandbox.gateway import SandboxGateway
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import Order, Payment, RevenueMovement, Subscription, SubscriptionPeriod
from tenant_apps.orders.taxing import BillTo
from tenant_apps.orders.terms import BadTerms
from tests.tenant_apps.selling import card_token
from tests.tenant_apps.subscribing import FAILS_LATER, MONTHLY, START, a_subscription, an_order_to_subscribe, day, renew

pytestmark = pytest.mark.usefixtures("in_okafor")


def facts(name: str) -> int:
    return Event.objects.filter(fact=f"orders.{name}").count()


def test_begin_starts_when_the_order_is_paid_and_keeps_the_card() -> None:
    order = an_order_to_subscribe()
    waiting = Subscription.objects.get()

    with clock.fixed(START):
        orders.pay(order=order, method=card_token())

    held = Subscription.objects.get()
    assert (waiting.state, held.state) == ("awaiting", "active")
    assert (held.period_starts_at, held.period_ends_at, held.due_at) == (START, day(2, 28), day(2, 28))
    assert (held.terms_paid, held.method and held.method.last4) == (1, "4242")
    assert (SubscriptionPeriod.objects.get().order, facts("SubscriptionStarted")) == (order, 1)


def test_begin_twice_is_one_subscription_with_the_terms_of_the_last_form() -> None:
    order = an_order_to_subscribe()
    dearer = replace(MONTHLY, amount=5900)

    held = orders.begin_subscription(order=order, line=order.lines.get(), terms=dearer)

    assert (Subscription.objects.count(), held.amount) == (1, 5900)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"amount": 0}, "amount"),
        ({"interval": "fortnight"}, "interval_count"),
        ({"interval_count": 0}, "interval_count"),
        ({"instalments": 1}, "instalments"),
        ({"instalments": 3, "trial_days": 7}, "instalments"),
    ],
)
def test_terms_that_nobody_can_keep_are_refused(wrong, field) -> None:
    with pytest.raises(BadTerms) as refused:
        replace(MONTHLY, **wrong).check()

    assert refused.value.field == field


def test_renew_charges_the_saved_card_by_an_order_of_its_own() -> None:
    held = renew(a_subscription(), day(2, 28))

    order = Order.objects.get(kind="renewal")
    assert (order.total_amount, order.state, order.number, order.buyer) == (4900, "paid", 2, held.person)
    assert order.products().get() == held.order.products().get()
    assert (held.period_starts_at, held.period_ends_at, held.terms_paid) == (day(2, 28), day(3, 31), 2)
    assert facts("SubscriptionRenewed") == 1


def test_renew_before_its_time_charges_nothing() -> None:
    held = a_subscription()

    renew(held, day(2, 28) - timedelta(seconds=1))

    assert Order.objects.filter(kind="renewal").count() == 0


def test_renew_after_months_away_charges_one_period_at_a_time_and_each_once() -> None:
    held = a_subscription()

    for _look in range(6):
        renew(held, day(5, 15))

    starts = SubscriptionPeriod.objects.order_by("starts_at").values_list("starts_at", flat=True)
    assert list(starts) == [START, day(2, 28), day(3, 31), day(4, 30)]
    assert (Payment.objects.count(), held.period_ends_at) == (4, day(5, 31))


def test_a_period_is_never_there_twice() -> None:
    held = a_subscription()
    first = SubscriptionPeriod.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        SubscriptionPeriod.objects.create(
            subscription=held, order=first.order, line=first.line, starts_at=START, ends_at=day(2, 28)
        )


def test_renew_while_the_gateway_has_not_answered_charges_no_second_time(monkeypatch) -> None:
    held = a_subscription()
    asked: list[str] = []
    real = SandboxGateway.charge

    def silent(self, request):
        asked.append(request.idempotency_key)
        real(self, request)
        raise ProviderError("No answer", permanent=False)

    monkeypatch.setattr(SandboxGateway, "charge", silent)
    renew(held, day(2, 28))
    renew(held, day(2, 28) + timedelta(minutes=20))
    with clock.fixed(day(2, 28) + timedelta(minutes=30)):
        orders.reconcile_payments(now=day(2, 28) + timedelta(minutes=30))

    held.refresh_from_db()
    assert (len(asked), held.terms_paid, held.period_ends_at) == (1, 2, day(3, 31))


def test_a_decline_makes_it_overdue_and_is_tried_again_after_a_day() -> None:
    held = renew(a_subscription(card=FAILS_LATER), day(2, 28))

    assert (held.state, held.failures, held.due_at) == ("past_due", 1, day(3, 1))
    assert (held.period_ends_at, facts("SubscriptionPaymentFailed")) == (day(2, 28), 1)


def test_nobody_is_charged_for_an_abandoned_renewal_of_a_dead_card() -> None:
    held = a_subscription()
    held.method.removed_at = day(2, 1)
    held.method.save()

    renew(held, day(2, 28))

    assert (held.state, Payment.objects.count()) == ("past_due", 1)


def test_an_overdue_order_is_not_abandoned_by_the_tidying() -> None:
    renew(a_subscription(card=FAILS_LATER), day(2, 28))

    orders.cancel_abandoned(now=day(3, 15))

    assert Order.objects.get(kind="renewal").state == "placed"


def test_a_card_that_was_saved_behind_our_back_is_asked_for() -> None:
    held = a_subscription()
    Subscription.objects.update(method=None)

    renew(held, day(2, 28))

    assert (held.terms_paid, held.method and held.method.last4) == (2, "4242")


def test_revenue_is_written_down_with_what_moved_it() -> None:
    renew(a_subscription(), day(2, 28))
    yearly = replace(MONTHLY, amount=12000, interval="year")
    a_subscription(yearly, email="b@example.com", offer=Subscription.objects.get().offer)

    assert list(RevenueMovement.objects.order_by("pk").values_list("kind", "amount")) == [("new", 4900), ("new", 1000)]


def test_a_renewal_carries_the_tax_of_the_first_orders_place() -> None:
    orders.update_seller(by="tests", country="DE", eu_vat="home", prices_include_tax=False)
    order = an_order_to_subscribe()
    orders.bill_order(order=order, to=BillTo("DE"))
    with clock.fixed(START):
        orders.pay(order=order, method=card_token())

    renew(Subscription.objects.get(), day(2, 28))

    renewal = Order.objects.get(kind="renewal")
    assert (renewal.subtotal_amount, renewal.tax_amount, renewal.total_amount) == (4900, 931, 5831)
    assert (renewal.billing.country, renewal.payments.get().amount) == ("DE", 5831)
