"""What the API shows of access."""

from __future__ import annotations

from uuid import UUID

from rest_framework import serializers

from marque.kit import clock
from tenant_apps.entitlements.explaining import Reason
from tenant_apps.entitlements.models import Entitlement, EntitlementQuerySet
from tenant_apps.people.api.shapes import AddressOfPerson


class EntitlementShape(serializers.Serializer):
    """One reason why a person may have a product. Several may stand beside each other."""

    id = serializers.UUIDField(source="key")
    person = serializers.UUIDField(source="person.key")
    email = AddressOfPerson(source="person.email")
    product = serializers.UUIDField(source="product.key")
    product_title = serializers.CharField(source="product.title")
    state = serializers.SerializerMethodField(help_text="open, suspended, revoked or expired.")
    source = serializers.CharField(help_text="order:…, subscription:…, or hand.")
    reason = serializers.CharField(help_text="A person's words, where a person gave it.")
    granted_at = serializers.DateTimeField()
    suspended_at = serializers.DateTimeField(allow_null=True)
    revoked_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField(allow_null=True)

    def get_state(self, row: Entitlement) -> str:
        """At this moment."""
        if row.revoked_at:
            return "revoked"
        if row.expires_at and row.expires_at <= clock.now():
            return "expired"
        return "suspended" if row.suspended_at else "open"


class ReasonShape(serializers.Serializer):
    """One of the reasons, in words."""

    entitlement = serializers.UUIDField(source="entitlement.key")
    state = serializers.CharField(help_text="open, suspended, ended or ran out.")
    because = serializers.CharField()
    order = serializers.SerializerMethodField(help_text="Null where none gave it.")
    since = serializers.DateTimeField(source="entitlement.granted_at")
    until = serializers.DateTimeField(allow_null=True)

    def get_order(self, reason: Reason) -> UUID | None:
        """By its id."""
        return reason.order.key if reason.order else None


class ExplanationShape(serializers.Serializer):
    """Why a product is open to a person, or not."""

    product = serializers.UUIDField(source="product.key")
    is_open = serializers.BooleanField()
    since = serializers.DateTimeField(allow_null=True)
    until = serializers.DateTimeField(allow_null=True)
    reasons = ReasonShape(many=True)


def entitlements_shown() -> EntitlementQuerySet:
    """Entitlements with all that a shape of them reads."""
    return Entitlement.objects.select_related("person", "product")
