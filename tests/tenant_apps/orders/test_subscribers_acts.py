"""What people and businesses do to a subscription, and what patience does."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from marque.kit import clock
from marque.kit.facts.models import Event
from marque.kit.facts.sweep import deliver_pending
from marque.kit.mail.models import SentEmail
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import Order, RevenueMovement, Subscription, SubscriptionPeriod
from tenant_apps.orders.subscriptions import unpaid_order
from tenant_apps.people.models import Person
from tests.tenant_apps.selling import DECLINED, card_token
from tests.tenant_apps.subscribing import FAILS_LATER, MONTHLY, a_subscription, another_offer, day, dollars, renew

pytestmark = pytest.mark.usefixtures("in_okafor")
PLAN = replace(MONTHLY, instalments=3)
TRIAL = replace(MONTHLY, trial_days=14)


def fresh(held: Subscription) -> Subscription:
    return Subscription.objects.get(pk=held.pk)


def letters(now) -> list[str]:
    with clock.fixed(now):
        deliver_pending()
    kept = SentEmail.objects.exclude(purpose__in=["receipt", "refund"]).order_by("pk")
    return list(kept.values_list("purpose", flat=True))


def test_cancel_ends_with_the_period_and_charges_no_more() -> None:
    held = orders.cancel_subscription(subscription=a_subscription(), now=day(2, 10))

    waiting = (held.state, held.ends_at, held.next_charge_at)
    renew(held, day(2, 28))

    assert waiting == ("cancelled", day(2, 28), None)
    assert (held.state, held.ended_because, Order.objects.filter(kind="renewal").count()) == ("ended", "cancelled", 0)


def test_cancel_at_once_ends_now() -> None:
    held = orders.cancel_subscription(subscription=a_subscription(), now=day(2, 10), at_once=True)

    assert (held.state, held.ended_at, held.due_at) == ("ended", day(2, 10), None)


def test_keep_takes_a_cancellation_back() -> None:
    held = orders.cancel_subscription(subscription=a_subscription(), now=day(2, 10))
    held = orders.keep_subscription(subscription=held, now=day(2, 11))

    renew(held, day(2, 28))

    assert (held.state, held.terms_paid) == ("active", 2)


def test_cancel_within_a_minimum_term_ends_with_it_and_is_charged_until_then() -> None:
    held = a_subscription(replace(MONTHLY, minimum_terms=3))
    held = orders.cancel_subscription(subscription=held, now=day(2, 10))

    renew(held, day(2, 28))
    renew(held, day(3, 31))
    renew(held, day(4, 30))

    assert (held.ends_at, held.terms_paid, held.state) == (day(4, 30), 3, "ended")


def test_cancel_of_a_trial_asks_for_nothing_even_with_a_minimum_term() -> None:
    held = a_subscription(replace(TRIAL, minimum_terms=6))
    held = orders.cancel_subscription(subscription=held, now=day(2, 1))

    renew(held, day(2, 14))

    assert (held.ends_at, held.state, Order.objects.count()) == (day(2, 14), "ended", 1)


def test_cancel_of_what_has_ended_is_refused() -> None:
    held = orders.cancel_subscription(subscription=a_subscription(), now=day(2, 10), at_once=True)

    with pytest.raises(orders.NotRunning):
        orders.cancel_subscription(subscription=held, now=day(2, 11))


def test_a_buyer_does_not_end_a_plan() -> None:
    with pytest.raises(orders.PlansRunOn):
        orders.cancel_subscription(subscription=a_subscription(PLAN), now=day(2, 10))


def test_a_trial_charges_at_its_end_and_counts_months_from_there() -> None:
    held = a_subscription(TRIAL)

    renew(held, day(2, 14))

    assert (held.state, held.terms_paid, held.period_starts_at, held.period_ends_at) == (
        "active", 1, day(2, 14), day(3, 14),
    )  # fmt: skip
    assert list(RevenueMovement.objects.order_by("pk").values_list("kind", "amount")) == [
        ("trial", 0),
        ("converted", 4900),
    ]


def test_a_setup_fee_is_asked_for_once_also_with_a_trial() -> None:
    held = a_subscription(replace(TRIAL, setup_amount=2500))

    renew(held, day(2, 14))

    assert list(Order.objects.order_by("pk").values_list("total_amount", flat=True)) == [2500, 4900]


def test_a_trial_is_announced_three_days_before_its_end_once() -> None:
    held = a_subscription(TRIAL)

    told = [orders.remind_of_trials(now=day(2, number)) for number in (10, 11, 12)]

    assert (told, letters(day(2, 12))) == ([0, 1, 0], ["trial_begun", "trial_ending"])
    email = SentEmail.objects.get(purpose="trial_ending")
    assert "From then on The Second Number is $49.00 a month. We charge Visa ending 4242 on that day." in email.text
    assert f"/account/subscriptions/{held.code}/" in email.text


def test_pause_charges_nothing_and_goes_on_by_itself_with_a_new_period() -> None:
    held = orders.pause_subscription(subscription=a_subscription(), now=day(2, 10), until=day(5, 20))

    renew(held, day(3, 31))
    paused = held.state
    renew(held, day(5, 20))
    renew(held, day(5, 20))

    assert (paused, held.state, held.terms_paid) == ("paused", "active", 2)
    assert (held.period_starts_at, held.period_ends_at) == (day(5, 20), day(6, 20))


def test_resume_within_what_is_paid_charges_at_its_end() -> None:
    held = orders.pause_subscription(subscription=a_subscription(), now=day(2, 10))
    held = orders.resume_subscription(subscription=held, now=day(2, 15))

    assert (held.state, held.due_at, held.boundary(0)) == ("active", day(2, 28), day(2, 28))


@pytest.mark.parametrize("until", [day(2, 9), day(2, 12, 2028)])
def test_pause_until_a_day_that_is_past_or_far_away_is_refused(until) -> None:
    with pytest.raises(orders.BadDay):
        orders.pause_subscription(subscription=a_subscription(), now=day(2, 10), until=until)


def test_pause_of_what_is_overdue_is_refused() -> None:
    held = renew(a_subscription(card=FAILS_LATER), day(2, 28))

    with pytest.raises(orders.CannotPause):
        orders.pause_subscription(subscription=held, now=day(3, 1))


def test_an_upgrade_charges_the_difference_for_the_rest_of_the_period() -> None:
    held = a_subscription()
    bigger = another_offer("bigger", 9900)
    terms = replace(MONTHLY, amount=9900)
    # half of the 28 days are left
    quote = orders.quote_change(subscription=held, terms=terms, now=day(2, 14))

    with clock.fixed(day(2, 14)):
        orders.change_plan(subscription=held, offer=bigger, terms=terms, now=day(2, 14), expected=quote.due_now)

    held = fresh(held)
    assert quote.due_now == dollars(2500)
    assert (held.amount, held.offer, held.period_ends_at) == (9900, bigger, day(2, 28))
    assert Order.objects.get(kind="renewal").total_amount == 2500
    assert renew(held, day(2, 28)).periods.last().order.total_amount == 9900


def test_an_upgrade_that_is_declined_changes_nothing() -> None:
    held = a_subscription(card=FAILS_LATER)

    change = orders.change_plan(
        subscription=held, offer=another_offer("bigger", 9900), terms=replace(MONTHLY, amount=9900), now=day(2, 14)
    )

    held = fresh(held)
    assert (change.withdrawn_at is not None, held.amount, held.state, held.failures) == (True, 4900, "active", 0)
    assert Order.objects.get(kind="renewal").state == "cancelled"


def test_an_upgrade_is_never_dearer_than_the_page_said() -> None:
    with pytest.raises(orders.QuoteChanged):
        orders.change_plan(
            subscription=a_subscription(),
            offer=another_offer("bigger", 9900),
            terms=replace(MONTHLY, amount=9900),
            now=day(2, 14),
            expected=dollars(2499),
        )

    assert Order.objects.filter(kind="renewal").count() == 0


def test_a_downgrade_waits_for_the_end_of_the_period() -> None:
    held = a_subscription()
    small = another_offer("small", 1900)

    orders.change_plan(subscription=held, offer=small, terms=replace(MONTHLY, amount=1900), now=day(2, 14))
    before = fresh(held).amount
    renew(held, day(2, 28))

    assert (before, held.amount, held.offer, held.line.products.get()) == (4900, 1900, small, small.products.get())
    assert Order.objects.get(kind="renewal").total_amount == 1900
    assert RevenueMovement.objects.last().amount == -3000


def test_a_yearly_plan_begins_now_and_takes_off_what_is_unused() -> None:
    held = a_subscription()
    yearly = replace(MONTHLY, amount=100_000, interval="year")

    with clock.fixed(day(2, 14)):
        orders.change_plan(subscription=held, offer=another_offer("year", 100_000), terms=yearly, now=day(2, 14))

    held = fresh(held)
    assert Order.objects.get(kind="renewal").total_amount == 100_000 - 2450
    assert (held.period_starts_at, held.period_ends_at, held.due_at) == (
        day(2, 14), day(2, 14, 2028), day(2, 14, 2028),
    )  # fmt: skip


def test_the_plan_they_have_is_no_change() -> None:
    held = a_subscription()

    with pytest.raises(orders.SamePlan):
        orders.change_plan(subscription=held, offer=held.offer, terms=MONTHLY, now=day(2, 14))


def test_the_rest_of_a_plan_is_paid_at_once_and_only_once() -> None:
    held = a_subscription(PLAN)

    with clock.fixed(day(2, 10)):
        orders.pay_rest(subscription=held, now=day(2, 10), expected=dollars(9800))
        with pytest.raises(orders.NotRunning):
            orders.pay_rest(subscription=held, now=day(2, 10))

    held = fresh(held)
    assert (held.ended_because, held.terms_paid, held.left) == ("completed", 3, 0)
    assert list(SubscriptionPeriod.objects.values_list("terms", flat=True)) == [1, 2]


def test_the_rest_that_is_declined_leaves_the_plan_as_it_was() -> None:
    held = a_subscription(PLAN, card=FAILS_LATER)

    orders.pay_rest(subscription=held, now=day(2, 10))

    held = fresh(held)
    assert (held.state, held.due_at, held.periods.count()) == ("active", day(2, 28), 1)


def test_an_overdue_one_is_tried_after_1_3_5_and_7_days_with_a_letter_each_then_lapses() -> None:
    held = a_subscription(card=FAILS_LATER)
    tried = [renew(held, day(2, 28)).due_at]

    while held.state == "past_due":
        tried.append(renew(held, held.due_at).due_at)
        letters(day(3, 10))

    assert tried == [day(3, 1), day(3, 3), day(3, 5), day(3, 7), day(3, 10), None]
    assert letters(day(3, 10)) == ["payment_failed"] * 5 + ["subscription_lapsed"]
    assert Event.objects.filter(fact="orders.SubscriptionLapsed").count() == 1


def test_another_card_pays_what_is_overdue_at_once_and_later_periods() -> None:
    held = renew(a_subscription(card=FAILS_LATER), day(2, 28))

    with clock.fixed(day(3, 2)):
        orders.replace_card(subscription=held, method=card_token(), idempotency_key=uuid4())

    held = fresh(held)
    assert (held.state, held.failures, held.terms_paid, held.period_ends_at) == ("active", 0, 2, day(3, 31))
    assert renew(held, day(3, 31)).terms_paid == 3


def test_another_card_that_is_declined_counts_for_no_try() -> None:
    held = renew(a_subscription(card=FAILS_LATER), day(2, 28))

    orders.replace_card(subscription=held, method=card_token(DECLINED), idempotency_key=uuid4())

    assert (fresh(held).failures, fresh(held).due_at) == (1, day(3, 1))


def test_another_card_in_good_time_is_kept_and_charged_nothing() -> None:
    held = a_subscription(card=FAILS_LATER)

    orders.replace_card(subscription=held, method=card_token(), idempotency_key=uuid4())

    assert renew(fresh(held), day(2, 28)).state == "active"


def test_paying_after_the_lapse_opens_it_again_from_that_day() -> None:
    held = a_subscription(card=FAILS_LATER)
    for when in (day(2, 28), day(3, 1), day(3, 3), day(3, 5), day(3, 7), day(3, 10)):
        renew(held, when)

    with clock.fixed(day(3, 20)):
        orders.replace_card(subscription=held, method=card_token(), idempotency_key=uuid4())

    held = fresh(held)
    assert (held.state, held.period_starts_at, held.period_ends_at) == ("active", day(3, 20), day(4, 20))
    assert [each.kind for each in held.movements.order_by("pk")] == ["new", "lapsed", "restored"]
    assert unpaid_order(held) is None


def test_those_who_left_are_asked_back_once_and_those_who_are_back_never() -> None:
    held = orders.cancel_subscription(subscription=a_subscription(), now=day(2, 10), at_once=True)
    stays = a_subscription(offer=held.offer, email="b@example.com")
    left = a_subscription(offer=held.offer, email="c@example.com")
    orders.cancel_subscription(subscription=left, now=day(2, 10), at_once=True)
    Subscription.objects.filter(pk=left.pk).update(person=Person.objects.get(pk=stays.person_id))

    asked = [orders.win_back(now=day(2, number)) for number in (20, 25, 26)]

    letters(day(2, 26))
    assert (asked, [mail.to for mail in SentEmail.objects.filter(purpose="win_back")]) == (
        [0, 2, 0],
        [[held.person.email]],
    )


@pytest.mark.parametrize("days", ["", "one", "3, 1", "1, 1", "0", "1, 90", "1,2,3,4,5,6,7,8,9", "-1"])
def test_days_that_do_not_rise_are_refused(days) -> None:
    with pytest.raises(orders.BadDays):
        orders.set_patience(
            retry_days=days, grace_days=3, reminder_days=3, win_back_days=14, paused_stays_open=False, by="tests"
        )


def test_a_business_decides_how_patient_it_is() -> None:
    orders.set_patience(
        retry_days="2", grace_days=0, reminder_days=3, win_back_days=14, paused_stays_open=False, by="tests"
    )
    held = renew(a_subscription(card=FAILS_LATER), day(2, 28))

    due = held.due_at
    renew(held, due)
    renew(held, due + timedelta(minutes=1))

    assert (due, held.ended_because) == (day(3, 2), "lapsed")
