"""`/payouts/` and `/balances/`."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marque.kit.money import Money
from tenant_apps.api.base import ApiView, StrictSerializer, extend_schema, reads, writes
from tenant_apps.api.shapes import AmountField, CurrencyField
from tenant_apps.ledger import actions
from tenant_apps.ledger.api.owners import owner_of
from tenant_apps.ledger.api.shapes import BalancesShape, PayoutShape
from tenant_apps.ledger.models import Payout, PayoutState
from tenant_apps.ledger.queries import wallets_of


class PayoutQuery(serializers.Serializer):
    """Which payouts to list."""

    state = serializers.ChoiceField(choices=PayoutState.choices, required=False)
    person = serializers.UUIDField(required=False)


class BalanceQuery(serializers.Serializer):
    """Whose wallets."""

    person = serializers.UUIDField(required=False, help_text="Left out: the business's own.")


class PayoutAsked(StrictSerializer):
    """Money to take out."""

    amount = AmountField(min_value=1)
    currency = CurrencyField()
    person = serializers.UUIDField(
        required=False, allow_null=True, default=None, help_text="Left out: the business's own."
    )


class Payouts(ApiView):
    """All of them."""

    @extend_schema(operation_id="payouts_list", parameters=[PayoutQuery], responses=PayoutShape(many=True))
    @reads("payouts:read")
    def get(self, request: Request) -> Response:
        """List payouts."""
        asked, rows = self.query(PayoutQuery), payouts_shown()
        if "person" in asked:
            rows = rows.filter(person__key=asked["person"])
        return self.listed(_in_state(rows, asked.get("state", "")), PayoutShape)

    @extend_schema(operation_id="payouts_request", request=PayoutAsked, responses={201: PayoutShape})
    @writes("payouts:write")
    def post(self, request: Request) -> Response:
        """Ask for a payout; whoever collects the money approves it."""
        asked = self.asked(PayoutAsked)
        person, money = owner_of(asked["person"]), Money(asked["amount"], asked["currency"])
        made = actions.request_payout(person=person, money=money, request_key=self.once_key(), by=self.by.email)
        return Response(PayoutShape(made).data, status=201)


class OnePayout(ApiView):
    """One."""

    @extend_schema(operation_id="payouts_show", responses=PayoutShape)
    @reads("payouts:read")
    def get(self, request: Request, payout_id: UUID) -> Response:
        """Show one payout."""
        return Response(PayoutShape(self.found(payouts_shown(), payout_id)).data)


class Balances(ApiView):
    """What is whose."""

    @extend_schema(operation_id="balances_show", parameters=[BalanceQuery], responses=BalancesShape)
    @reads("payouts:read")
    def get(self, request: Request) -> Response:
        """Show the business's wallets, or a person's, one for each currency."""
        owner = owner_of(self.query(BalanceQuery).get("person"))
        return Response(BalancesShape({"balances": wallets_of(owner)}).data)


def payouts_shown() -> Any:
    """Payouts with all that a shape of them reads."""
    return Payout.objects.select_related("person", "account")


def _in_state(rows: Any, state: str) -> Any:
    if state == PayoutState.RETURNED:
        return rows.filter(returned_at__isnull=False)
    found = {
        PayoutState.REQUESTED.value: rows.requested,
        PayoutState.APPROVED.value: rows.approved,
        PayoutState.PAID.value: rows.paid,
    }.get(state)
    return found() if found else rows
