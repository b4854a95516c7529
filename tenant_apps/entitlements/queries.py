"""Reads on entitlements."""

from __future__ import annotations

from datetime import datetime

from tenant_apps.catalog.models import Offer, Product
from tenant_apps.entitlements.models import Entitlement
from tenant_apps.people.models import Person


def has_access(person: Person | None, product: Product, now: datetime) -> bool:
    """May this person have the product at this moment?"""
    return person is not None and Entitlement.objects.of(person, product).open(now).exists()


def owns_all_of(person: Person, offer: Offer, now: datetime) -> bool:
    """Would buying this offer give the person nothing new?"""
    wanted = {product.pk for product in offer.products.all()}
    held = Entitlement.objects.filter(person=person, product__in=wanted).open(now).values_list("product_id", flat=True)
    return bool(wanted) and wanted <= set(held)
