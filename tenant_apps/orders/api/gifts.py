"""`/gifts/`."""

from __future__ import annotations

from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from tenant_apps.api.base import ApiView, extend_schema, reads
from tenant_apps.orders.gifts import with_order
from tenant_apps.orders.models import Gift, GiftQuerySet, GiftState


class GiftShape(serializers.Serializer):
    """What somebody bought for somebody else. The link that opens it is its recipient's and its giver's alone."""

    id = serializers.UUIDField(source="key")
    code = serializers.CharField()
    order = serializers.UUIDField(source="order.key")
    state = serializers.ChoiceField(choices=GiftState.choices)
    giver = serializers.UUIDField(source="order.buyer.key")
    giver_email = serializers.EmailField(source="order.email")
    recipient_name = serializers.CharField()
    recipient_email = serializers.EmailField()
    message = serializers.CharField()
    send_at = serializers.DateTimeField(help_text="The day it is to arrive.")
    sent_at = serializers.DateTimeField(allow_null=True, help_text="When it was last sent.")
    claimed_by = serializers.SerializerMethodField(help_text="The person who opened it; null until somebody has.")
    claimed_at = serializers.DateTimeField(allow_null=True)

    def get_claimed_by(self, row: Gift) -> UUID | None:
        """By their id."""
        return row.claimed_by.key if row.claimed_by else None


class GiftQuery(serializers.Serializer):
    """Which gifts to list."""

    state = serializers.ChoiceField(choices=GiftState.choices, required=False)
    giver = serializers.UUIDField(required=False, help_text="Those this person gave.")
    email = serializers.CharField(max_length=254, required=False, help_text="Those for exactly this address.")


class Gifts(ApiView):
    """Every gift."""

    @extend_schema(operation_id="gifts_list", parameters=[GiftQuery], responses=GiftShape(many=True))
    @reads("gifts:read")
    def get(self, request: Request) -> Response:
        """List gifts."""
        return self.listed(_matching(gifts_shown(), **self.query(GiftQuery)), GiftShape)


class OneGift(ApiView):
    """One."""

    @extend_schema(operation_id="gifts_show", responses=GiftShape)
    @reads("gifts:read")
    def get(self, request: Request, gift_id: UUID) -> Response:
        """Show one gift."""
        return Response(GiftShape(self.found(gifts_shown(), gift_id)).data)


def gifts_shown() -> GiftQuerySet:
    """Gifts with all that a shape of them reads."""
    return with_order()


def _matching(rows: GiftQuerySet, **asked: object) -> GiftQuerySet:
    if "state" in asked:
        rows = rows.in_state(str(asked["state"]))
    if "giver" in asked:
        rows = rows.filter(order__buyer__key=asked["giver"])
    if "email" in asked:
        rows = rows.filter(recipient_email=str(asked["email"]).strip().lower())
    return rows
