"""What the API is asked about offers, prices and coupons. They check the form; actions check the matter."""

from rest_framework import serializers

from marque.kit.api.moments import MomentField
from tenant_apps.api.base import StrictSerializer
from tenant_apps.api.shapes import AmountField, CurrencyField
from tenant_apps.catalog.api.shapes import INTERVALS
from tenant_apps.catalog.terms import FULL, PriceKind

_SMALL = {"min_value": 0, "max_value": 32_767, "required": False, "default": 0}
_LIMIT = {"min_value": 1, "required": False, "allow_null": True, "default": None}
_MOMENT = {"required": False, "allow_null": True, "default": None}


class OfferAsked(StrictSerializer):
    """An offer as it should read, and what it should hold."""

    slug = serializers.SlugField(max_length=80, help_text="Its address: letters, digits, hyphens.")
    title = serializers.CharField(max_length=200)
    summary = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)
    products = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=100)


class PriceAsked(StrictSerializer):
    """What an option asks from now on in one currency."""

    amount = AmountField(help_text="Of each charge; of pay what you want, what is suggested.")
    currency = CurrencyField()
    option = serializers.SlugField(max_length=40, required=False, default=FULL)
    label = serializers.CharField(max_length=60, required=False, default="", allow_blank=True)
    kind = serializers.ChoiceField(choices=PriceKind.choices, required=False, default=PriceKind.ONE_TIME)
    interval = serializers.ChoiceField(choices=INTERVALS, required=False, default="", allow_blank=True)
    interval_count = serializers.IntegerField(**_SMALL)
    trial_days = serializers.IntegerField(**_SMALL)
    minimum_terms = serializers.IntegerField(**_SMALL)
    instalments = serializers.IntegerField(**_SMALL)
    setup_amount = AmountField(required=False, default=0)
    floor_amount = AmountField(required=False, default=0)


class SaleAsked(StrictSerializer):
    """When and how often an offer is sold, and how long its buyers keep it. What is left out is without limit."""

    opens_at = MomentField(**_MOMENT)
    closes_at = MomentField(**_MOMENT)
    delivers_at = MomentField(**_MOMENT)
    supply_limit = serializers.IntegerField(**_LIMIT)
    per_person_limit = serializers.IntegerField(**_LIMIT)
    access_days = serializers.IntegerField(**_LIMIT)
    access_until = MomentField(**_MOMENT)


class AmountsField(serializers.DictField):
    """Amounts by currency: `{"USD": 500}`."""

    child = AmountField()

    def to_internal_value(self, data: object) -> dict[str, int]:
        """Checked names and amounts; raises ValidationError."""
        name = CurrencyField()
        return {name.run_validation(key): amount for key, amount in super().to_internal_value(data).items()}


class CouponAsked(StrictSerializer):
    """A coupon as it should be: so many per cent, or amounts off."""

    title = serializers.CharField(max_length=120)
    percent = serializers.IntegerField(min_value=1, max_value=100, required=False, allow_null=True, default=None)
    off = AmountsField(required=False, default=dict)
    minimum = AmountsField(required=False, default=dict)
    payments = serializers.IntegerField(
        min_value=1, max_value=32_767, required=False, allow_null=True, default=1, help_text="Null is every payment."
    )
    offers = serializers.ListField(
        child=serializers.UUIDField(), required=False, default=list, max_length=500, help_text="Empty: all of them."
    )
    without_code = serializers.BooleanField(required=False, default=False)
    stacks = serializers.BooleanField(required=False, default=False)
    total_limit = serializers.IntegerField(max_value=2**31 - 1, **_LIMIT)
    per_person_limit = serializers.IntegerField(max_value=32_767, **_LIMIT)
    starts_at = MomentField(**_MOMENT)
    ends_at = MomentField(**_MOMENT)


class CodesAsked(StrictSerializer):
    """One code that you name, or many that nobody can guess."""

    code = serializers.CharField(max_length=40, required=False, default="", allow_blank=True)
    count = serializers.IntegerField(min_value=1, max_value=1000, required=False, default=1)
    prefix = serializers.CharField(max_length=20, required=False, default="", allow_blank=True)
    use_limit = serializers.IntegerField(max_value=2**31 - 1, **_LIMIT)
