"""What learning delivers: a place in a course for whoever is entitled to it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model

from marque.kit.clock import now
from marque.kit.commands.registry import command
from tenant_apps.catalog.models import Product
from tenant_apps.courses.queries import course_for_product
from tenant_apps.entitlements.models import Entitlement
from tenant_apps.entitlements.queries import has_access
from tenant_apps.learning import actions
from tenant_apps.learning.models import Enrolment
from tenant_apps.orders.models import OrderLine, Seat, Subscription
from tenant_apps.orders.standing import sold_to
from tenant_apps.people.models import Person


@command("fulfil.course")
def give_place(
    *, person_id: int, product_id: int, entitlement_id: int, again: bool = False, **_later: Any
) -> dict[str, str]:
    """Enrol the person in the course the product stands for, and the first time in the cohort that was bought.

    What comes back finds them in the cohort they were in, or where the team moved them.
    """
    course = course_for_product(product_id)
    if course is None:
        raise LookupError(f"no course is sold as product {product_id}")
    entitlement = Entitlement.objects.get(pk=entitlement_id)
    person = Person.objects.get(pk=person_id)
    enrolment = actions.enrol(person=person, course=course, source=entitlement.source)
    if not again:
        actions.cohort_bought(enrolment=enrolment, offers=_offers_of(entitlement.source))
    return {"enrolment": str(enrolment.key)}


def _offers_of(source: str) -> list[int]:
    """What was bought where an entitlement comes from: an order, a seat of a team, a subscription."""
    kind, _colon, key = source.partition(":")
    if kind == "order":
        return list(OrderLine.objects.filter(order__key=key).values_list("offer_id", flat=True))
    if kind == "subscription":
        return list(Subscription.objects.filter(key=key).values_list("offer_id", flat=True))
    seats = Seat.objects.filter(key=key).select_related("team__line") if kind == "seat" else ()
    return [sold_to(seat.team).offer_id for seat in seats]


@command("withdraw.course")
def take_place(*, person_id: int, product_id: int, entitlement_id: int, **_later: Any) -> dict[str, str]:
    """End the enrolment, unless something else still entitles the person."""
    person, product = Person.objects.get(pk=person_id), Product.objects.get(pk=product_id)
    if has_access(person, product, now()):
        return {"kept": "another entitlement"}
    enrolment = Enrolment.objects.live().filter(person=person, course__product=product).first()
    if enrolment is not None:
        actions.end_enrolment(enrolment=enrolment)
    return {}


@command("tell.course")
def tell_of_place(*, person_id: int, product_id: int, by_id: int | None, **_later: Any) -> dict[str, str]:
    """Have the person told by email of the place they were given, and how they get in."""
    found = Enrolment.objects.live().filter(person=person_id, course__product=product_id).first()
    if found is None:
        return {"kept": "no place"}
    by = get_user_model().objects.filter(pk=by_id).first()
    return {"invitation": str(actions.invite(enrolment=found, by=by).key)}
