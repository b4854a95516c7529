"""`/entitlements/`."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marque.kit import clock
from marque.kit.api.moments import MomentField
from marque.kit.errors import Refused
from tenant_apps.api.base import ApiView, StrictSerializer, extend_schema, reads, writes
from tenant_apps.catalog.models import Product
from tenant_apps.entitlements import by_hand
from tenant_apps.entitlements.api.shapes import EntitlementShape, ExplanationShape, entitlements_shown
from tenant_apps.entitlements.explaining import explain
from tenant_apps.people import actions as people
from tenant_apps.people.models import Person


class UnknownPerson(Refused):
    """Somebody the business does not know."""

    field = "person"
    message = _("There is no such person.")


class UnknownProduct(Refused):
    """A thing nobody sells."""

    field = "product"
    message = _("There is no such product.")


class EntitlementQuery(serializers.Serializer):
    """Which to list."""

    person = serializers.UUIDField(required=False)
    product = serializers.UUIDField(required=False)
    open = serializers.BooleanField(required=False, default=False, help_text="Those that give access now.")


class WhomAndWhat(serializers.Serializer):
    """A person and a product."""

    person = serializers.UUIDField()
    product = serializers.UUIDField()


class GrantAsked(StrictSerializer):
    """Access to give by hand."""

    email = serializers.EmailField(help_text="Whoever is not known yet is met.")
    name = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)
    product = serializers.UUIDField()
    reason = serializers.CharField(max_length=300, help_text="So that whoever asks later knows why.")
    expires_at = MomentField(required=False, allow_null=True, default=None)


class WhyAsked(StrictSerializer):
    """Why access ends."""

    reason = serializers.CharField(max_length=300)


class Entitlements(ApiView):
    """All of them."""

    @extend_schema(
        operation_id="entitlements_list", parameters=[EntitlementQuery], responses=EntitlementShape(many=True)
    )
    @reads("entitlements:read")
    def get(self, request: Request) -> Response:
        """List who has what."""
        asked, rows = self.query(EntitlementQuery), entitlements_shown()
        if asked.pop("open"):
            rows = rows.open(clock.now())
        return self.listed(rows.filter(**{f"{name}__key": key for name, key in asked.items()}), EntitlementShape)

    @extend_schema(operation_id="entitlements_grant", request=GrantAsked, responses={201: EntitlementShape})
    @writes("entitlements:write")
    def post(self, request: Request) -> Response:
        """Give a person a product, with a reason; nothing is charged."""
        asked = self.asked(GrantAsked)
        product = _found(Product, asked["product"], UnknownProduct)
        people.make_room(email=asked["email"])
        person = people.meet(email=asked["email"], name=asked["name"])
        held = by_hand.give(
            person=person, product=product, reason=asked["reason"], expires_at=asked["expires_at"], by=self.by
        )
        return self.one(held, EntitlementShape, 201)


class OneEntitlement(ApiView):
    """One."""

    @extend_schema(operation_id="entitlements_show", responses=EntitlementShape)
    @reads("entitlements:read")
    def get(self, request: Request, entitlement_id: UUID) -> Response:
        """Show one entitlement."""
        return self.one(self.found(entitlements_shown(), entitlement_id), EntitlementShape)


class Revocation(ApiView):
    """That it is taken away."""

    @extend_schema(operation_id="entitlements_revoke", request=WhyAsked, responses=EntitlementShape)
    @writes("entitlements:write")
    def put(self, request: Request, entitlement_id: UUID) -> Response:
        """Take one reason for having a product away; other reasons stay."""
        held, asked = self.found(entitlements_shown(), entitlement_id), self.asked(WhyAsked)
        return self.one(by_hand.take_away(entitlement=held, by=self.by, **asked), EntitlementShape)


class Explanation(ApiView):
    """Why a product is open to a person, or not."""

    @extend_schema(operation_id="entitlements_explain", parameters=[WhomAndWhat], responses=ExplanationShape)
    @reads("entitlements:read")
    def get(self, request: Request) -> Response:
        """Explain whether a person has a product: since when, until when, because of which order."""
        asked = self.query(WhomAndWhat)
        person = _found(Person, asked["person"], UnknownPerson)
        product = _found(Product, asked["product"], UnknownProduct)
        return Response(ExplanationShape(explain(person, product, clock.now())).data)


def _found(model: Any, key: UUID, otherwise: type[Refused]) -> Any:
    row = model.objects.filter(key=key).first()
    if row is None:
        raise otherwise
    return row
