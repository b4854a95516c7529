"""A paid order gives its buyer what was bought; a refunded one takes it back. A subscription gives while it runs."""

from __future__ import annotations

from typing import Any

from marque.kit import clock
from marque.kit.facts.registry import subscribe
from tenant_apps.catalog.events import OfferPublished
from tenant_apps.catalog.models import Offer
from tenant_apps.catalog.things import EVERYTHING
from tenant_apps.entitlements import actions, queries
from tenant_apps.orders import ownership
from tenant_apps.orders.events import (
    CancellationWithdrawn,
    DisputeLost,
    DisputeOpened,
    DisputeWon,
    GiftClaimed,
    OrderPaid,
    OrderRefunded,
    RefundReturned,
    SeatFreed,
    SeatTaken,
    SubscriptionCancelled,
    SubscriptionChanged,
    SubscriptionCompleted,
    SubscriptionEnded,
    SubscriptionLapsed,
    SubscriptionPaused,
    SubscriptionRenewed,
    SubscriptionResumed,
    SubscriptionStarted,
)
from tenant_apps.orders.models import Ending, Order, Seat, Subscription
from tenant_apps.orders.seller import the_seller
from tenant_apps.orders.standing import receiver_of, seats_paid_by, stands, team_of
from tenant_apps.orders.subscriptions import access_of, subscriptions_paid_by
from tenant_apps.people.models import Person


def source_of_subscription(held: Subscription) -> str:
    """How an entitlement names the subscription it comes from."""
    return f"subscription:{held.key}"


@subscribe(OrderPaid)
def grant_what_was_bought(fact: OrderPaid) -> None:
    """Every product of every line; pre-orders wait for their day."""
    order = Order.objects.select_for_update().get(pk=fact.order_id)
    if order.refunded_at:
        return  # the refund was quicker than this delivery
    actions.deliver(order=order, now=clock.now())


@subscribe(OfferPublished)
def open_what_is_new_to_members(fact: OfferPublished) -> None:
    """Who has everything has this, too."""
    offer = Offer.objects.get(pk=fact.offer_id)
    actions.open_to_members(products=offer.products.exclude(kind=EVERYTHING), now=clock.now())


@subscribe(OrderRefunded)
def take_back_what_was_bought(fact: OrderRefunded) -> None:
    """What other sources gave stays."""
    _take_back(fact.order_id)


@subscribe(RefundReturned)
def open_what_was_not_refunded(fact: RefundReturned) -> None:
    """The buyer has paid and got nothing back: what was sold once opens again, where it was moved meanwhile."""
    order = Order.objects.get(pk=fact.order_id)
    actions.bring_back(order=order, now=clock.now())
    for seat in seats_paid_by(order):
        actions.follow_seat(seat=seat, now=clock.now())


@subscribe(DisputeOpened)
def close_what_is_disputed(fact: DisputeOpened) -> None:
    """Only where the creator wants it, and only while the bank has not decided."""
    order = Order.objects.select_related("buyer").get(pk=fact.order_id)
    if the_seller().suspend_disputed and order.disputes.open().filter(pk=fact.dispute_id).exists():
        for person, source in _given_by(order):
            actions.suspend_source(source=source, person=person)


@subscribe(DisputeWon)
def open_what_was_disputed(fact: DisputeWon) -> None:
    """Once no dispute is left."""
    order = Order.objects.select_related("buyer").get(pk=fact.order_id)
    if not order.disputes.open().exists():
        for person, source in _given_by(order):
            actions.restore_source(source=source, person=person)


def _given_by(order: Order) -> list[tuple[Person, str]]:
    """Who has something of this order, and under which name: the buyer, who got it as a gift, a team."""
    person, _since = receiver_of(order)
    held = subscriptions_paid_by(order).select_related("person", "first_line__order")
    own = [(person, actions.source_of(order))] if person else []
    subscribed = [(each.person, source_of_subscription(each)) for each in held]
    began = [order, *(each.first_line.order for each in held if each.first_line.order_id != order.pk)]
    seats = [seat for each in began for seat in seats_paid_by(each)]
    return [*own, *subscribed, *((seat.person, actions.source_of_seat(seat)) for seat in seats if seat.person)]


@subscribe(DisputeLost)
def take_back_what_the_bank_took(fact: DisputeLost) -> None:
    """A payment that the bank gave to the buyer for good pays for nothing."""
    _take_back(fact.order_id)


def _take_back(order_id: int) -> None:
    order = Order.objects.select_related("buyer").get(pk=order_id)
    person, _since = receiver_of(order)
    if person is not None:
        actions.revoke_source(source=actions.source_of(order), person=person)
    for seat in seats_paid_by(order):
        actions.follow_seat(seat=seat, now=clock.now())
    for held in subscriptions_paid_by(order).filter(ended_because=Ending.COMPLETED):
        # a plan that was paid, and then not
        actions.revoke_source(source=source_of_subscription(held), person=order.buyer)


def follow(fact: Any) -> None:
    """Bring what a subscription gives in line with how it stands now, whatever order its facts come in."""
    held = Subscription.objects.select_for_update(of=("self",)).select_related("line").get(pk=fact.subscription_id)
    access = access_of(held)
    team = team_of(held)
    if team is not None:  # its seats have what it pays for
        for seat in seats_paid_by(team.line.order):
            actions.follow_seat(seat=seat, now=clock.now())
        return
    actions.provide(
        person=Person.objects.get(pk=held.person_id),
        products=held.line.products.all() if access.is_open else [],
        source=source_of_subscription(held),
        expires_at=access.until,
    )


@subscribe(GiftClaimed)
def give_what_was_claimed(fact: GiftClaimed) -> None:
    """From now on it is theirs."""
    order = Order.objects.get(pk=fact.order_id)
    if stands(order):  # the refund was quicker than this delivery
        actions.deliver(order=order, now=clock.now())


@subscribe(SeatTaken)
def open_a_seat(fact: SeatTaken) -> None:
    """What the team has, they have."""
    actions.follow_seat(seat=Seat.objects.get(pk=fact.seat_id), now=clock.now())


@subscribe(SeatFreed)
def close_a_seat(fact: SeatFreed) -> None:
    """Other seats and other sources stay open."""
    actions.follow_seat(seat=Seat.objects.get(pk=fact.seat_id), now=clock.now())


for _fact in (  # what one fact opens, a later one may close: each asks how it stands
    SubscriptionStarted,
    SubscriptionRenewed,
    SubscriptionChanged,
    SubscriptionCancelled,
    CancellationWithdrawn,
    SubscriptionPaused,
    SubscriptionResumed,
    SubscriptionCompleted,
    SubscriptionLapsed,
    SubscriptionEnded,
):
    subscribe(_fact, name=f"entitlements.follow_{_fact.__name__.lower()}")(follow)


@ownership.source
def owned(person: Person, offer: Offer) -> bool:
    """The checkout asks before it sells the same thing twice."""
    return queries.owns_all_of(person, offer, clock.now())
