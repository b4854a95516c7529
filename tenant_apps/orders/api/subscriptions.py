"""`/subscriptions/`."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marque.kit import clock
from marque.kit.api.moments import MomentField
from marque.kit.errors import Refused
from marque.kit.money import Money
from tenant_apps.api.base import ApiView, StrictSerializer, extend_schema, reads, writes
from tenant_apps.api.shapes import AmountField
from tenant_apps.catalog.models import Price
from tenant_apps.catalog.terms import PriceKind
from tenant_apps.orders import actions
from tenant_apps.orders.actions.subscribing import agreed
from tenant_apps.orders.models import Ending, Subscription, SubscriptionQuerySet, SubscriptionState
from tenant_apps.orders.subscriptions import with_all


class UnknownPlan(Refused):
    """A price that is not asked, or not again and again."""

    field = "price"
    message = _("There is no such plan on sale. Choose the price of a subscription that is asked today.")


class SubscriptionShape(serializers.Serializer):
    """An agreement to pay an amount for each period, with the terms of the day it was made."""

    id = serializers.UUIDField(source="key")
    code = serializers.CharField()
    state = serializers.ChoiceField(choices=SubscriptionState.choices)
    person = serializers.UUIDField(source="person.key")
    email = serializers.EmailField(source="person.email")
    offer = serializers.UUIDField(source="offer.key")
    order = serializers.UUIDField(source="order.key", help_text="The one it began with.")
    title = serializers.CharField()
    amount = serializers.IntegerField()
    currency = serializers.CharField()
    interval = serializers.CharField()
    interval_count = serializers.IntegerField()
    instalments = serializers.IntegerField(allow_null=True, help_text="Of a plan that ends after so many.")
    terms_paid = serializers.IntegerField()
    started_at = serializers.DateTimeField(allow_null=True)
    trial_ends_at = serializers.DateTimeField(allow_null=True)
    period_starts_at = serializers.DateTimeField(allow_null=True)
    period_ends_at = serializers.DateTimeField(allow_null=True)
    next_charge_at = serializers.DateTimeField(allow_null=True)
    past_due_since = serializers.DateTimeField(allow_null=True)
    cancelled_at = serializers.DateTimeField(allow_null=True)
    ends_at = serializers.DateTimeField(allow_null=True)
    paused_at = serializers.DateTimeField(allow_null=True)
    resumes_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    ended_because = serializers.ChoiceField(choices=[("", ""), *Ending.choices])


class SubscriptionQuery(serializers.Serializer):
    """Which subscriptions to list."""

    state = serializers.ChoiceField(choices=SubscriptionState.choices, required=False)
    person = serializers.UUIDField(required=False)
    offer = serializers.UUIDField(required=False)


class PauseAsked(StrictSerializer):
    """A pause."""

    until = MomentField(required=False, allow_null=True, default=None, help_text="Null: until resumed.")


class CancellationAsked(StrictSerializer):
    """An end."""

    at_once = serializers.BooleanField(required=False, default=False, help_text="Not with the period, but now.")


class ChangeAsked(StrictSerializer):
    """Another plan."""

    price = serializers.UUIDField(help_text="Of an offer on sale, paid again and again, in the same currency.")
    most_due_now = AmountField(
        required=False, allow_null=True, default=None, help_text="Refused where more than this would be charged."
    )


class ChangeShape(serializers.Serializer):
    """A change of plan: it holds once paid, or with the next period."""

    subscription = serializers.UUIDField(source="subscription.key")
    offer = serializers.UUIDField(source="offer.key")
    amount = serializers.IntegerField()
    asked_at = serializers.DateTimeField()
    applied_at = serializers.DateTimeField(allow_null=True)


class SubscriptionView(ApiView):
    """What concerns one subscription."""

    def held(self, key: UUID) -> Subscription:
        """The subscription; raises Missing."""
        found: Subscription = self.found(subscriptions_shown(), key)
        return found

    def shown(self, key: UUID) -> Response:
        """The subscription as it is now."""
        return Response(SubscriptionShape(self.held(key)).data)


class Subscriptions(SubscriptionView):
    """All of them."""

    @extend_schema(
        operation_id="subscriptions_list", parameters=[SubscriptionQuery], responses=SubscriptionShape(many=True)
    )
    @reads("subscriptions:read")
    def get(self, request: Request) -> Response:
        """List subscriptions."""
        asked = self.query(SubscriptionQuery)
        state, rows = asked.pop("state", ""), subscriptions_shown()
        rows = rows.in_state(state) if state else rows
        return self.listed(rows.filter(**{f"{name}__key": key for name, key in asked.items()}), SubscriptionShape)


class OneSubscription(SubscriptionView):
    """One."""

    @extend_schema(operation_id="subscriptions_show", responses=SubscriptionShape)
    @reads("subscriptions:read")
    def get(self, request: Request, subscription_id: UUID) -> Response:
        """Show one subscription."""
        return self.shown(subscription_id)


class Pause(SubscriptionView):
    """That nothing is charged."""

    @extend_schema(operation_id="subscriptions_pause", request=PauseAsked, responses=SubscriptionShape)
    @writes("subscriptions:write")
    def put(self, request: Request, subscription_id: UUID) -> Response:
        """Pause a subscription until a day, or until it is resumed."""
        held, until = self.held(subscription_id), self.asked(PauseAsked)["until"]
        try:
            actions.pause_subscription(subscription=held, now=clock.now(), until=until, by=self.by)
        except actions.BadDay as refused:
            refused.field = "until"
            raise
        return self.shown(subscription_id)

    @extend_schema(operation_id="subscriptions_resume", request=None, responses=SubscriptionShape)
    @writes("subscriptions:write")
    def delete(self, request: Request, subscription_id: UUID) -> Response:
        """Resume a paused subscription; time that is paid for is not lost."""
        actions.resume_subscription(subscription=self.held(subscription_id), now=clock.now(), by=self.by)
        return self.shown(subscription_id)


class Cancellation(SubscriptionView):
    """That it ends."""

    @extend_schema(operation_id="subscriptions_cancel", request=CancellationAsked, responses=SubscriptionShape)
    @writes("subscriptions:write")
    def put(self, request: Request, subscription_id: UUID) -> Response:
        """Cancel a subscription with its period, or at once."""
        held, asked = self.held(subscription_id), self.asked(CancellationAsked)
        actions.cancel_subscription(subscription=held, now=clock.now(), at_once=asked["at_once"], by=self.by)
        return self.shown(subscription_id)

    @extend_schema(operation_id="subscriptions_keep", request=None, responses=SubscriptionShape)
    @writes("subscriptions:write")
    def delete(self, request: Request, subscription_id: UUID) -> Response:
        """Take a cancellation back while it still runs."""
        actions.keep_subscription(subscription=self.held(subscription_id), now=clock.now(), by=self.by)
        return self.shown(subscription_id)


class Changes(SubscriptionView):
    """Other plans."""

    @extend_schema(operation_id="subscriptions_change", request=ChangeAsked, responses={201: ChangeShape})
    @writes("subscriptions:write", reaches_out=True)
    def post(self, request: Request, subscription_id: UUID) -> Response:
        """Change the plan: a dearer one is charged for the rest of the period now, a cheaper one begins with the next.

        Cut off on its way and sent again with its key, it is never charged twice; a plan that holds by then answers
        `same_plan`.
        """
        held, asked = self.held(subscription_id), self.asked(ChangeAsked)
        price = _plan(asked["price"])
        most = None if asked["most_due_now"] is None else Money(asked["most_due_now"], held.currency)
        change = actions.change_plan(
            subscription=held, offer=price.offer, terms=agreed(price), now=clock.now(), expected=most, by=self.by
        )
        return Response(ChangeShape(change).data, status=201)


def subscriptions_shown() -> SubscriptionQuerySet:
    """Subscriptions with all that a shape of them reads."""
    return with_all().select_related("order")


def _plan(key: UUID) -> Price:
    asked = Price.objects.active().filter(key=key, kind=PriceKind.SUBSCRIPTION).select_related("offer").first()
    if asked is None or not asked.offer.is_live:
        raise UnknownPlan
    return asked
