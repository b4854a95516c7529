"""Where a bought path is, and whether there is room on it: told to the catalogue."""

from __future__ import annotations

from django.utils.translation import gettext as _

from marque.kit.tenancy.addresses import path_to
from tenant_apps.catalog.models import Product
from tenant_apps.catalog.rooms import keeps_room, require_room_in
from tenant_apps.catalog.things import Thing, thing
from tenant_apps.paths.queries import path_for_product, steps_of
from tenant_apps.people.models import Person


@keeps_room("path")
def require_seats(product: Product, person: Person) -> None:
    """Refuse to sell or give a path while one of its courses is full; raises what the course's keeper does."""
    path = path_for_product(product)
    require_room_in([step.course.product for step in steps_of(path)] if path else [], person)


@thing("path")
def bought_path(product: Product) -> Thing | None:
    """Where a bought path starts."""
    path = path_for_product(product)
    return Thing(url=path_to("my_paths:path", path.slug), action=_("Start the path")) if path else None
