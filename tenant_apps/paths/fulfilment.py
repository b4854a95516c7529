"""What is delivered: a place on the path, and its courses, for whoever is entitled to it."""

from __future__ import annotations

from typing import Any

from marque.kit.clock import now
from marque.kit.commands.registry import command
from tenant_apps.catalog.models import Product
from tenant_apps.entitlements import actions as entitlements
from tenant_apps.entitlements.models import Entitlement
from tenant_apps.entitlements.queries import has_access
from tenant_apps.paths import actions
from tenant_apps.paths.models import PathPlace
from tenant_apps.paths.queries import path_for_product
from tenant_apps.people.models import Person


@command("fulfil.path")
def open_path(*, person_id: int, product_id: int, entitlement_id: int, **_later: Any) -> dict[str, str]:
    """Put the person on the path and give them its courses."""
    held = Entitlement.objects.select_related("person", "product").get(pk=entitlement_id)
    path = path_for_product(held.product)
    if path is None:
        raise LookupError(f"no path is sold as product {product_id}")
    place = actions.give_place(person=held.person, path=path)
    actions.follow(place=place, anew=True)
    return {"place": str(place.key)}


@command("withdraw.path")
def close_path(*, person_id: int, product_id: int, entitlement_id: int, **_later: Any) -> dict[str, str]:
    """Take back what the path gave, unless something else still entitles the person; what else they have stays."""
    person, product = Person.objects.get(pk=person_id), Product.objects.get(pk=product_id)
    if has_access(person, product, now()):
        return {"kept": "another entitlement"}
    path = path_for_product(product)
    if path is None:
        return {}
    # also of whoever has left it by themselves
    entitlements.revoke_source(source=actions.source_of(path), person=person)
    place = PathPlace.objects.live().filter(person=person, path=path).first()
    if place is not None:
        actions.end_place(place=place)
    return {}
