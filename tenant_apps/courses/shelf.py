"""Courses beside what they cost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from marque.kit.money import Money
from tenant_apps.catalog import queries as catalog
from tenant_apps.catalog.models import Offer
from tenant_apps.courses.learners import full_among
from tenant_apps.courses.models import Course


@dataclass(frozen=True)
class Card:
    """A course in the catalogue, with the offer that sells it."""

    course: Course
    offer: Offer | None
    is_full: bool = False

    @property
    def price(self) -> Money | None:
        """What it costs today; nothing while it is not on sale."""
        return self.offer.current_price if self.offer else None


def cards(courses: Iterable[Course]) -> list[Card]:
    """The courses with their offers: four queries however many there are, while none is limited."""
    courses = list(courses)
    wanted = {course.product_id for course in courses}
    cheapest: dict[int, Offer] = {}
    for offer in catalog.live_offers().filter(items__product_id__in=wanted).distinct():
        for product in offer.products.all():
            best = cheapest.get(product.pk)
            # the offer that sells it with the least else beside it
            if best is None or len(offer.products.all()) < len(best.products.all()):
                cheapest[product.pk] = offer
    full = full_among(courses)
    return [Card(course, cheapest.get(course.product_id), course.pk in full) for course in courses]
