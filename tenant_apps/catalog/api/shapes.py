"""What the API shows of products, offers, prices and coupons."""

from uuid import UUID

from rest_framework import serializers

from marque.kit.http import tenant_url
from tenant_apps.catalog.models import Coupon, Offer, OfferState
from tenant_apps.catalog.terms import Interval, PriceKind


class ProductShape(serializers.Serializer):
    """A thing that can be sold."""

    id = serializers.UUIDField(source="key")
    kind = serializers.CharField(help_text="What delivers it, such as course.")
    title = serializers.CharField()
    created_at = serializers.DateTimeField()


class PriceShape(serializers.Serializer):
    """What an offer asks, or asked, in one currency. A change is a new price: what was sold keeps its own."""

    id = serializers.UUIDField(source="key")
    option = serializers.CharField(help_text="In full, in three payments, monthly: an offer may have several.")
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=PriceKind.choices)
    amount = serializers.IntegerField()
    currency = serializers.CharField()
    interval = serializers.CharField(help_text="day, week, month or year; empty for what is paid once.")
    interval_count = serializers.IntegerField()
    trial_days = serializers.IntegerField()
    setup_amount = serializers.IntegerField()
    minimum_terms = serializers.IntegerField()
    instalments = serializers.IntegerField()
    floor_amount = serializers.IntegerField(help_text="The least a buyer may name, of pay what you want.")
    active_from = serializers.DateTimeField()
    active_until = serializers.DateTimeField(allow_null=True)


class OfferShape(serializers.Serializer):
    """How one or more products are sold."""

    id = serializers.UUIDField(source="key")
    slug = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    state = serializers.ChoiceField(choices=OfferState.choices)
    products = serializers.SerializerMethodField()
    prices = PriceShape(source="asked", many=True, help_text="Those asked today.")
    checkout_url = serializers.SerializerMethodField()
    opens_at = serializers.DateTimeField(allow_null=True)
    closes_at = serializers.DateTimeField(allow_null=True)
    delivers_at = serializers.DateTimeField(allow_null=True, help_text="Of a pre-order.")
    supply_limit = serializers.IntegerField(allow_null=True)
    seats_left = serializers.IntegerField(allow_null=True)
    per_person_limit = serializers.IntegerField(allow_null=True)
    access_days = serializers.IntegerField(allow_null=True)
    access_until = serializers.DateTimeField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)
    archived_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()

    def get_products(self, row: Offer) -> list[UUID]:
        """By their ids."""
        return [product.key for product in row.products.all()]

    def get_checkout_url(self, row: Offer) -> str:
        """Where it is bought."""
        return tenant_url(f"/checkout/{row.slug}/")


class CouponShape(serializers.Serializer):
    """A discount."""

    id = serializers.UUIDField(source="key")
    title = serializers.CharField()
    state = serializers.ChoiceField(choices=["running", "waiting", "used", "ended"])
    percent = serializers.IntegerField(allow_null=True)
    off = serializers.SerializerMethodField(help_text="Amounts off by currency.")
    minimum = serializers.SerializerMethodField(help_text="The least a purchase must come to, by currency.")
    payments = serializers.IntegerField(allow_null=True, help_text="How many it covers; null is every one.")
    offers = serializers.SerializerMethodField(help_text="Empty: all of them.")
    without_code = serializers.BooleanField(help_text="A sale, for everybody.")
    stacks = serializers.BooleanField()
    total_limit = serializers.IntegerField(allow_null=True)
    per_person_limit = serializers.IntegerField(allow_null=True)
    used = serializers.IntegerField()
    starts_at = serializers.DateTimeField(allow_null=True)
    ends_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()

    def get_off(self, row: Coupon) -> dict[str, int]:
        """By currency."""
        return {each.currency: each.off_amount for each in row.amounts.all() if each.off_amount}

    def get_minimum(self, row: Coupon) -> dict[str, int]:
        """By currency."""
        return {each.currency: each.minimum_amount for each in row.amounts.all() if each.minimum_amount}

    def get_offers(self, row: Coupon) -> list[UUID]:
        """By their ids."""
        return [offer.key for offer in row.offers.all()]


class CodeShape(serializers.Serializer):
    """A word that brings a coupon."""

    id = serializers.UUIDField(source="key")
    code = serializers.CharField()
    use_limit = serializers.IntegerField(allow_null=True)
    used = serializers.IntegerField()


class CodesShape(serializers.Serializer):
    """The words that were added."""

    codes = CodeShape(many=True)


class OfferQuery(serializers.Serializer):
    """Which offers to list."""

    state = serializers.ChoiceField(choices=OfferState.choices, required=False)
    product = serializers.UUIDField(required=False, help_text="Those that hold this product.")


class ProductQuery(serializers.Serializer):
    """Which products to list."""

    kind = serializers.CharField(max_length=32, required=False)


INTERVALS = [("", "once"), *Interval.choices]
