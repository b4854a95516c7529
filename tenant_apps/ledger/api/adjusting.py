"""`/adjustments/`: wallets adjusted by hand."""

from __future__ import annotations

from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marque.kit.money import Money
from tenant_apps.api.base import ApiView, StrictSerializer, extend_schema, reads, writes
from tenant_apps.api.shapes import MOST, CurrencyField
from tenant_apps.ledger import actions
from tenant_apps.ledger.api.owners import UnknownOwner, owner_of
from tenant_apps.ledger.models import LedgerTransaction, Part
from tenant_apps.ledger.queries.adjustments import Adjustment, adjustment_of, adjustment_rows, adjustments


class AdjustmentQuery(serializers.Serializer):
    """Which to list."""

    person = serializers.UUIDField(required=False)


class AdjustmentAsked(StrictSerializer):
    """More or less for somebody, from the business's own earnings."""

    person = serializers.UUIDField()
    part = serializers.ChoiceField(choices=Part.choices, help_text="Which of their shares.")
    amount = serializers.IntegerField(
        min_value=-MOST, max_value=MOST, help_text="In the smallest unit; below zero takes from the wallet."
    )
    currency = CurrencyField()
    reason = serializers.CharField(max_length=300, help_text="Its owner reads it.")
    may_go_negative = serializers.BooleanField(default=False, help_text="Take more than can be paid out.")


class UndoAsked(StrictSerializer):
    """Why it is taken back."""

    reason = serializers.CharField(max_length=300)
    may_go_negative = serializers.BooleanField(default=False)


class AdjustmentShape(serializers.Serializer):
    """An adjustment as the wallet's owner counts it."""

    id = serializers.UUIDField(source="written.key")
    person = serializers.UUIDField(source="person.key")
    part = serializers.ChoiceField(choices=Part.choices)
    amount = serializers.IntegerField(source="money.amount")
    currency = serializers.CharField(source="money.currency")
    reason = serializers.CharField(source="written.note")
    made_at = serializers.DateTimeField(source="written.occurred_at")
    undone_at = serializers.SerializerMethodField()

    def get_undone_at(self, row: Adjustment) -> str | None:
        """When it was taken back."""
        return serializers.DateTimeField().to_representation(row.undone.occurred_at) if row.undone else None


class Adjustments(ApiView):
    """All of them."""

    @extend_schema(operation_id="adjustments_list", parameters=[AdjustmentQuery], responses=AdjustmentShape(many=True))
    @reads("payouts:read")
    def get(self, request: Request) -> Response:
        """List adjustments of wallets, or of one person's."""
        person = owner_of(self.query(AdjustmentQuery).get("person"))
        pages = self.pagination_class()
        rows = pages.paginate_queryset(adjustment_rows(person), self.request, self)
        return pages.get_paginated_response(AdjustmentShape(adjustments(rows), many=True).data)

    @extend_schema(operation_id="adjustments_make", request=AdjustmentAsked, responses={201: AdjustmentShape})
    @writes("wallets:write")
    def post(self, request: Request) -> Response:
        """Adjust somebody's wallet; the amount comes from the business's own earnings, or goes there."""
        asked = self.asked(AdjustmentAsked)
        person = owner_of(asked.pop("person"))
        if person is None:
            raise UnknownOwner
        money = Money(asked.pop("amount"), asked.pop("currency"))
        made = actions.adjust_wallet(
            person=person, money=money, request_key=self.once_key(), by=self.by.email, user=self.by, **asked
        )
        return Response(AdjustmentShape(adjustment_of(made)).data, status=201)


class AdjustmentUndo(ApiView):
    """Taking one back."""

    @extend_schema(operation_id="adjustments_undo", request=UndoAsked, responses={201: AdjustmentShape})
    @writes("wallets:write")
    def post(self, request: Request, adjustment_id: UUID) -> Response:
        """Take an adjustment back by a counter entry; both stay in the books."""
        written: LedgerTransaction = self.found(adjustment_rows(), adjustment_id)
        actions.undo_adjustment(adjustment=written, by=self.by.email, user=self.by, **self.asked(UndoAsked))
        return Response(AdjustmentShape(adjustment_of(self.found(adjustment_rows(), adjustment_id))).data, status=201)
