"""What the API shows of payouts and balances."""

from __future__ import annotations

from uuid import UUID

from rest_framework import serializers

from tenant_apps.ledger.models import Payout, PayoutState
from tenant_apps.ledger.queries import Wallet


class PayoutShape(serializers.Serializer):
    """Money that leaves a wallet."""

    id = serializers.UUIDField(source="key")
    code = serializers.CharField()
    state = serializers.ChoiceField(choices=PayoutState.choices)
    person = serializers.SerializerMethodField(help_text="Null: the business's own.")
    amount = serializers.IntegerField()
    currency = serializers.CharField()
    to = serializers.CharField(source="account.masked", help_text="As much as tells one account from another.")
    requested_at = serializers.DateTimeField()
    approved_at = serializers.DateTimeField(allow_null=True)
    paid_at = serializers.DateTimeField(allow_null=True)
    returned_at = serializers.DateTimeField(allow_null=True)
    came_back_amount = serializers.IntegerField(help_text="What of it was taken back after it was paid.")
    reason = serializers.CharField(help_text="Why it was not paid.")
    reference = serializers.CharField()

    def get_person(self, row: Payout) -> UUID | None:
        """By their id."""
        return row.person.key if row.person else None


class BalanceShape(serializers.Serializer):
    """One owner's wallet in one currency: a reading of the ledger."""

    person = serializers.SerializerMethodField(help_text="Null: the business's own.")
    currency = serializers.CharField()
    available = serializers.IntegerField(source="available.amount", help_text="Can be paid out.")
    pending = serializers.IntegerField(source="pending.amount", help_text="Comes on its day, or out of escrow.")
    reserved = serializers.IntegerField(source="reserved.amount", help_text="Under way, or held while a bank decides.")
    paid_out = serializers.IntegerField(source="paid_out.amount")

    def get_person(self, wallet: Wallet) -> UUID | None:
        """By their id."""
        return wallet.owner.key if wallet.owner else None


class BalancesShape(serializers.Serializer):
    """A wallet for each currency."""

    balances = BalanceShape(many=True)
