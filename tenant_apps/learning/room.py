"""Room in a course: how many have a place, or are about to."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from tenant_apps.catalog.models import Product
from tenant_apps.catalog.rooms import keeps_room
from tenant_apps.courses.models import Course
from tenant_apps.learning.models import Capacity, Enrolment
from tenant_apps.orders.models import OrderLine
from tenant_apps.people.models import Person


class CourseFull(Refused):
    """As many as there may be."""

    message = _("“%(title)s” is full: %(seats)d people have a place, and no more are taken at once.")


@keeps_room("course")
def require_seat(product: Product, person: Person) -> None:
    """Refuse one more where a course is full; raises CourseFull. Who has a place needs no other.

    The course's limit is held until the end of the transaction: whoever asks next counts what was given in this one.
    """
    held = Capacity.objects.select_for_update(of=("self",)).select_related("course").filter(course__product=product)
    capacity = held.first()
    if capacity is None or Enrolment.objects.live().filter(person=person, course=capacity.course_id).exists():
        return
    if taken_in(capacity.course, besides=person) >= capacity.seats:
        raise CourseFull(title=capacity.course.title, seats=capacity.seats)


def taken_in(course: Course, *, besides: Person | None = None) -> int:
    """How many have a place, or an order of one that is being paid or delivered."""
    there = Enrolment.objects.live().filter(course=course)
    coming = OrderLine.objects.filter(
        Q(order__paid_at__isnull=True) | Q(delivered_at__isnull=True, began__isnull=True),
        products=course.product_id,
        seats__gt=0,
        seat_purchase__isnull=True,
    ).exclude(order__buyer__in=there.values("person"))
    if besides is not None:
        there, coming = there.exclude(person=besides), coming.exclude(order__buyer=besides)
    return there.count() + coming.values("order__buyer").distinct().count()


def is_full(course: Course) -> bool:
    """Whether a visitor would be refused; one query where nothing limits it."""
    capacity = Capacity.objects.filter(course=course).first()
    return capacity is not None and taken_in(course) >= capacity.seats
