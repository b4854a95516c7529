"""What the API shows of orders, refunds and disputes."""

from __future__ import annotations

from uuid import UUID

from rest_framework import serializers

from tenant_apps.orders.models import Order, OrderKind, OrderLine, OrderQuerySet, OrderState, Refund


class LineShape(serializers.Serializer):
    """One offer in an order, with the title and price it had then."""

    offer = serializers.UUIDField(source="offer.key")
    title = serializers.CharField()
    quantity = serializers.IntegerField()
    amount = serializers.IntegerField()
    discount = serializers.IntegerField(source="discount_amount")
    tax = serializers.IntegerField(source="tax_amount")
    products = serializers.SerializerMethodField()

    def get_products(self, row: OrderLine) -> list[UUID]:
        """What was sold, by id."""
        return [product.key for product in row.products.all()]


class OrderShape(serializers.Serializer):
    """One purchase by one person."""

    id = serializers.UUIDField(source="key")
    code = serializers.CharField(help_text="As the buyer knows it before it is paid.")
    number = serializers.IntegerField(allow_null=True, help_text="Given when it is paid; without gaps.")
    kind = serializers.ChoiceField(choices=OrderKind.choices)
    state = serializers.ChoiceField(choices=OrderState.choices)
    person = serializers.UUIDField(source="buyer.key")
    email = serializers.EmailField()
    name = serializers.CharField()
    currency = serializers.CharField()
    subtotal = serializers.IntegerField(source="subtotal_amount")
    discount = serializers.IntegerField(source="discount_amount")
    tax = serializers.IntegerField(source="tax_amount")
    tax_included = serializers.BooleanField()
    total = serializers.IntegerField(source="total_amount")
    refunded = serializers.SerializerMethodField(help_text="What went back so far.")
    lines = LineShape(many=True)
    placed_at = serializers.DateTimeField()
    paid_at = serializers.DateTimeField(allow_null=True)
    cancelled_at = serializers.DateTimeField(allow_null=True)
    refunded_at = serializers.DateTimeField(allow_null=True, help_text="When all of it was back.")

    def get_refunded(self, row: Order) -> int:
        """What went back so far."""
        return sum(refund.amount for refund in row.refunds.all() if refund.settled_at)


class RefundShape(serializers.Serializer):
    """Money given back."""

    id = serializers.UUIDField(source="key")
    order = serializers.UUIDField(source="order.key")
    amount = serializers.IntegerField()
    currency = serializers.CharField()
    reason = serializers.CharField()
    state = serializers.SerializerMethodField(help_text="under_way, settled or failed.")
    failure = serializers.CharField(source="failure_message")
    created_at = serializers.DateTimeField()
    settled_at = serializers.DateTimeField(allow_null=True)

    def get_state(self, row: Refund) -> str:
        """What the timestamps add up to."""
        if row.settled_at:
            return "settled"
        return "failed" if row.failed_at else "under_way"


class DisputeShape(serializers.Serializer):
    """A payment the buyer's bank questions."""

    id = serializers.UUIDField(source="key")
    order = serializers.UUIDField(source="order.key")
    reference = serializers.CharField()
    state = serializers.CharField(help_text="open, won or lost.")
    amount = serializers.IntegerField()
    currency = serializers.CharField()
    reason = serializers.CharField()
    opened_at = serializers.DateTimeField()
    evidence_due_at = serializers.DateTimeField(allow_null=True)
    won_at = serializers.DateTimeField(allow_null=True)
    lost_at = serializers.DateTimeField(allow_null=True)


class OrderQuery(serializers.Serializer):
    """Which orders to list."""

    state = serializers.ChoiceField(choices=OrderState.choices, required=False)
    kind = serializers.ChoiceField(choices=OrderKind.choices, required=False)
    person = serializers.UUIDField(required=False, help_text="Those of this person.")
    email = serializers.CharField(max_length=254, required=False)
    paid_from = serializers.DateTimeField(required=False, help_text="Paid then or later.")
    paid_before = serializers.DateTimeField(required=False)


def orders_shown() -> OrderQuerySet:
    """Orders with all that a shape of them reads, however many."""
    return Order.objects.select_related("buyer").prefetch_related("lines__offer", "lines__products", "refunds")
