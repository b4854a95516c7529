"""Where a bought path is, and what comes with it: told to the catalogue."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from marque.kit.tenancy.addresses import path_to
from tenant_apps.catalog.models import Product
from tenant_apps.catalog.rooms import Holder, brings_along
from tenant_apps.catalog.things import Thing, thing
from tenant_apps.paths.models import Path
from tenant_apps.paths.queries import path_for_product, steps_of


class PathHolder(Holder):
    """A path brings its courses: it is neither sold nor given while one of them is full."""

    def inside(self, product: Product) -> Iterable[Product]:
        """What its courses are sold as."""
        path = path_for_product(product)
        return [step.course.product for step in steps_of(path)] if path else []

    def around(self, product: Product) -> Iterable[int]:
        """What the paths are sold as that a course stands on."""
        return Path.objects.filter(steps__course__product=product).values_list("product_id", flat=True)


brings_along("path", PathHolder())


@thing("path")
def bought_path(product: Product) -> Thing | None:
    """Where a bought path starts."""
    path = path_for_product(product)
    return Thing(url=path_to("my_paths:path", path.slug), action=_("Start the path")) if path else None
