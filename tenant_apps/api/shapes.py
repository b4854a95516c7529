"""Shapes that every resource uses."""

from babel.numbers import is_currency
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

# what a bigint holds with room to add many up
MOST = 10**14


class ComplaintShape(serializers.Serializer):
    """One thing that is wrong with a body."""

    field = serializers.CharField(allow_null=True)
    detail = serializers.CharField()


class ProblemShape(serializers.Serializer):
    """Every error (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField(help_text="What the status means.")
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="A sentence to show.")
    code = serializers.CharField(help_text="For programs; does not change.")
    field = serializers.CharField(allow_null=True, help_text="The field at fault, if one is.")
    errors = ComplaintShape(many=True, help_text="Everything that is wrong with the body.")


class WhoShape(serializers.Serializer):
    """Whose token it is, and what it may do."""

    business = serializers.CharField()
    token = serializers.CharField()
    scopes = serializers.ListField(child=serializers.CharField())
    expires = serializers.DateTimeField()


class AmountField(serializers.IntegerField):
    """Money in the currency's smallest unit: 4900 is $49.00, and ¥4,900."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**{"min_value": 0, "max_value": MOST, **kwargs})  # type: ignore[arg-type]


class CurrencyField(serializers.CharField):
    """Three letters of ISO 4217."""

    def to_internal_value(self, data: object) -> str:
        """The letters in capitals; raises ValidationError."""
        text = super().to_internal_value(data).upper()
        if not is_currency(text):
            raise serializers.ValidationError(_("Write a currency of ISO 4217, such as USD."))
        return text
