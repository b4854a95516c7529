"""Courses as cards."""

from dataclasses import dataclass

from marque.kit.money import Money
from tenant_apps.catalog.models import Price
from tenant_apps.courses.models import Course
from tenant_apps.courses.queries import catalogue


@dataclass(frozen=True)
class CourseCard:
    """A course in a list, and what it costs."""

    course: Course
    price: Money | None


def course_cards(most: int) -> list[CourseCard]:
    """The newest published courses, each with the lowest price it is sold at. Two queries."""
    courses = list(catalogue()[:most])
    prices = _lowest_prices([course.product_id for course in courses])
    return [CourseCard(course, prices.get(course.product_id)) for course in courses]


def _lowest_prices(products: list[int]) -> dict[int, Money]:
    rows = Price.objects.active().filter(
        offer__items__product__in=products, offer__published_at__isnull=False, offer__archived_at__isnull=True
    )
    found: dict[int, Money] = {}
    columns = ("offer__items__product", "amount", "currency")
    for product, amount, currency in rows.order_by("-amount").values_list(*columns):
        found[product] = Money(amount, currency)
    return found
