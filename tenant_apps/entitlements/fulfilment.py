"""All-access: a product that opens everything the business has put on sale, now and later."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from marque.kit import clock
from marque.kit.commands.registry import command
from tenant_apps.catalog.models import Product
from tenant_apps.catalog.queries import products_on_sale
from tenant_apps.catalog.things import EVERYTHING, Thing, thing
from tenant_apps.entitlements import actions
from tenant_apps.entitlements.models import Entitlement
from tenant_apps.people.models import Person


@command(f"fulfil.{EVERYTHING}")
def open_everything(*, person_id: int, product_id: int, entitlement_id: int, **_later: Any) -> dict[str, int]:
    """Give the person whatever was ever put on sale."""
    held = Entitlement.objects.select_related("person").get(pk=entitlement_id)
    products = products_on_sale()
    for product in products:
        actions.grant(person=held.person, product=product, source=actions.source_of_membership(held))
    return {"products": len(products)}


@command(f"withdraw.{EVERYTHING}")
def close_everything(*, person_id: int, product_id: int, entitlement_id: int, **_later: Any) -> dict[str, int]:
    """Take back what memberships gave; what was bought on its own stays."""
    person = Person.objects.get(pk=person_id)
    if Entitlement.objects.of(person, Product.objects.get(pk=product_id)).open(clock.now()).exists():
        return {"revoked": 0}
    return {"revoked": actions.revoke_memberships(person=person)}


@thing(EVERYTHING)
def membership(product: Product) -> Thing:
    """Where a member begins."""
    return Thing(url="/learn/", action=_("Open your library"))
