"""`/orders/` and `/refunds/`."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marque.kit.errors import Refused
from marque.kit.money import Money
from tenant_apps.api.base import ApiView, StrictSerializer, extend_schema, reads, writes
from tenant_apps.api.shapes import AmountField, CurrencyField
from tenant_apps.catalog.models import Offer
from tenant_apps.orders import actions
from tenant_apps.orders.api.shapes import OrderQuery, OrderShape, RefundShape, orders_shown
from tenant_apps.orders.models import Order, OrderQuerySet, PaidBy, Refund


class UnknownOffer(Refused):
    """An offer nobody makes."""

    field = "offer"
    message = _("There is no such offer.")


class OrderAsked(StrictSerializer):
    """An order nobody placed at the checkout: paid another way, or given away."""

    offer = serializers.UUIDField()
    email = serializers.EmailField()
    name = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)
    amount = AmountField(help_text="What was paid; of a gift, what it is worth.")
    currency = CurrencyField()
    paid_by = serializers.ChoiceField(choices=PaidBy.choices, help_text="nothing gives it away.")
    reason = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)
    reference = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)


class RefundAsked(StrictSerializer):
    """Money to give back."""

    reason = serializers.CharField(max_length=300)
    amount = AmountField(required=False, allow_null=True, default=None, help_text="Left out: all that is left.")


class Orders(ApiView):
    """Every order."""

    @extend_schema(operation_id="orders_list", parameters=[OrderQuery], responses=OrderShape(many=True))
    @reads("orders:read")
    def get(self, request: Request) -> Response:
        """List orders."""
        return self.listed(_matching(orders_shown(), **self.query(OrderQuery)), OrderShape)

    @extend_schema(operation_id="orders_create", request=OrderAsked, responses={201: OrderShape})
    @writes("orders:write")
    def post(self, request: Request) -> Response:
        """Write down an order that was paid another way, or give an offer away; access is granted as for any order."""
        asked = self.asked(OrderAsked)
        offer = Offer.objects.filter(key=asked.pop("offer")).first()
        if offer is None:
            raise UnknownOffer
        money = Money(asked.pop("amount"), asked.pop("currency"))
        order = actions.write_down_order(offer=offer, amount=money, key=self.once_key(), by=self.by, **asked)
        return Response(OrderShape(orders_shown().get(pk=order.pk)).data, status=201)


class OneOrder(ApiView):
    """One."""

    @extend_schema(operation_id="orders_show", responses=OrderShape)
    @reads("orders:read")
    def get(self, request: Request, order_id: UUID) -> Response:
        """Show one order."""
        return Response(OrderShape(self.found(orders_shown(), order_id)).data)


class OrderRefunds(ApiView):
    """What went back of an order."""

    @extend_schema(operation_id="order_refunds_list", responses=RefundShape(many=True))
    @reads("orders:read")
    def get(self, request: Request, order_id: UUID) -> Response:
        """List an order's refunds."""
        order: Order = self.found(Order.objects.all(), order_id)
        return self.listed(order.refunds.select_related("order"), RefundShape)

    @extend_schema(operation_id="refunds_create", request=RefundAsked, responses={201: RefundShape})
    @writes("refunds:write", reaches_out=True)
    def post(self, request: Request, order_id: UUID) -> Response:
        """Give money back, all that is left or a part; when all is back, access ends."""
        order: Order = self.found(Order.objects.all(), order_id)
        asked, key = self.asked(RefundAsked), self.once_key()
        money = None if asked["amount"] is None else Money(asked["amount"], order.currency)
        actions.refund_order(order=order, reason=asked["reason"], amount=money, key=key, by=self.by)
        made = order.refunds.filter(key=key, failed_at__isnull=True).first() or order.refunds.latest("pk")
        return Response(RefundShape(made).data, status=201)


class Refunds(ApiView):
    """Every refund."""

    @extend_schema(operation_id="refunds_list", responses=RefundShape(many=True))
    @reads("orders:read")
    def get(self, request: Request) -> Response:
        """List refunds of all orders."""
        return self.listed(Refund.objects.select_related("order"), RefundShape)


class OneRefund(ApiView):
    """One."""

    @extend_schema(operation_id="refunds_show", responses=RefundShape)
    @reads("orders:read")
    def get(self, request: Request, refund_id: UUID) -> Response:
        """Show one refund."""
        return Response(RefundShape(self.found(Refund.objects.select_related("order"), refund_id)).data)


_FILTERS = {
    "kind": "kind",
    "person": "buyer__key",
    "email": "buyer__email",
    "paid_from": "paid_at__gte",
    "paid_before": "paid_at__lt",
}


def _matching(rows: OrderQuerySet, **asked: object) -> OrderQuerySet:
    state = asked.pop("state", "")
    if "email" in asked:
        asked["email"] = str(asked["email"]).strip().lower()
    found = rows.in_state(str(state)) if state else rows
    return found.filter(**{_FILTERS[name]: value for name, value in asked.items()})
