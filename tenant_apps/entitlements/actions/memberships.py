"""What those have who have everything."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from tenant_apps.catalog.models import Product
from tenant_apps.catalog.things import EVERYTHING
from tenant_apps.entitlements.actions.granting import grant, revoke
from tenant_apps.entitlements.models import Entitlement
from tenant_apps.people.models import Person

MEMBERSHIP = "membership:"


def source_of_membership(held: Entitlement) -> str:
    """How what an all-access membership gives names it."""
    return f"{MEMBERSHIP}{held.key}"


@transaction.atomic
def revoke_memberships(*, person: Person, by: Any = None) -> int:
    """Take away everything that all-access memberships gave the person."""
    held = Entitlement.objects.filter(person=person, source__startswith=MEMBERSHIP, revoked_at__isnull=True)
    return len([revoke(entitlement=each, by=by) for each in held.select_related("person", "product").order_by("pk")])


def open_to_members(*, products: Iterable[Product], now: datetime) -> int:
    """Give what is put on sale to those who have everything; returns to how many. Safe to repeat."""
    given = list(products)
    members = Entitlement.objects.open(now).filter(product__kind=EVERYTHING).select_related("person").order_by("pk")
    for held in members.iterator(chunk_size=500):
        for product in given:
            grant(person=held.person, product=product, source=source_of_membership(held))
    return members.count()
