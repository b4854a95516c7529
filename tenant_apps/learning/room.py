"""Room in a course, or in a cohort of it that is sold: how many have a place, or are about to."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from tenant_apps.catalog import rooms
from tenant_apps.catalog.models import Offer, Product
from tenant_apps.catalog.rooms import Asker
from tenant_apps.courses import freshness
from tenant_apps.courses.models import Course
from tenant_apps.learning.models import Capacity, Cohort, Enrolment
from tenant_apps.orders.models import OrderKind, OrderLine
from tenant_apps.people.models import Person

# these take no seats of an offer: they are paid when they are written down
WRITTEN_DOWN = (OrderKind.MANUAL, OrderKind.COMP, OrderKind.IMPORTED)
# lines that are sold, by themselves or with something else; seats of a team are nobody's yet
_KEPT = Q(seats__gt=0) | Q(order__kind__in=WRITTEN_DOWN, order__refunded_at__isnull=True)


class CourseFull(Refused):
    """As many as there may be."""

    message = _("“%(title)s” is full: %(seats)d people have a place, and no more are taken at once.")


class CohortSoldOut(Refused):
    """The same of a cohort that is sold."""

    message = _("“%(name)s” is full: its %(seats)d places are taken.")


class Seats(rooms.Keeper):
    """The places of a course."""

    def require(self, product: Product, asker: Asker) -> None:
        """As `require_seat`."""
        require_seat(product, asker)

    def freed(self, product: Product) -> None:
        """Its page may say that there is room again."""
        course = Course.objects.filter(product=product, capacity__isnull=False).only("pk").first()
        if course is not None:
            freshness.course_changed(course.pk)


rooms.keeps_room("course", Seats())


def require_seat(product: Product, asker: Asker) -> None:
    """Refuse one more where a course is full; raises CourseFull. Who has a place needs no other.

    The course's limit is held until the end of the transaction: whoever asks next counts what was given in this one.
    """
    held = Capacity.objects.select_for_update(of=("self",)).select_related("course__product")
    capacity = held.filter(course__product=product).first()
    if capacity is None:
        return
    there = Enrolment.objects.live().filter(course=capacity.course_id)
    if asker.person is not None and there.filter(person=asker.person).exists():
        return
    taken = taken_in(capacity.course, besides=asker)
    if taken >= capacity.seats:
        raise CourseFull(title=capacity.course.title, seats=capacity.seats)
    if taken + 1 >= capacity.seats:
        freshness.course_changed(capacity.course_id)


def require_cohort_seat(offer: Offer, asker: Asker) -> None:
    """Refuse one more where the cohort that an offer sells is full; raises CohortSoldOut.

    As with courses: the limit is held until the end of the transaction, and who is in it needs no other place.
    """
    # only what holds a course may sell places of a cohort: `offers_for`
    if not any(product.kind == "course" for product in offer.products.all()):
        return
    cohort = Cohort.objects.select_related("course").filter(offer=offer, seats__isnull=False).first()
    if cohort is None or cohort.seats is None:
        return
    if asker.person is not None and _in_cohort(cohort).filter(person=asker.person).exists():
        return
    if asker.payer is not None:
        # everywhere the person, then the count, then the cohort
        Person.objects.select_for_update().get(pk=asker.payer.pk)
    if taken_in_sold(cohort, besides=asker) >= cohort.seats:
        raise CohortSoldOut(name=cohort.name, seats=cohort.seats)


rooms.keeps_offer_room(require_cohort_seat)


def taken_in_sold(cohort: Cohort, *, besides: Asker | None = None) -> int:
    """As `taken_in`, of a cohort that an offer sells; until the end of the transaction nobody else counts."""
    count_alone(cohort)
    lines = OrderLine.objects.filter(_KEPT, offer=cohort.offer_id, seat_purchase__isnull=True)
    return _taken(_in_cohort(cohort), lines, cohort.course, besides)


def count_alone(cohort: Cohort) -> None:
    """Until the end of the transaction nobody else gives a place in it, but for what was paid and is delivered."""
    with connection.cursor() as cursor:
        key = "hashtextextended('learning.cohort.' || current_schema(), %s)"
        cursor.execute(f"SELECT pg_advisory_xact_lock({key})", [cohort.pk])


def _in_cohort(cohort: Cohort) -> QuerySet[Enrolment]:
    return Enrolment.objects.live().filter(place__cohort=cohort)


def taken_in(course: Course, *, besides: Asker | None = None) -> int:
    """How many have a place, or an order of one that is being paid or delivered, and gifts that nobody opened."""
    lines = OrderLine.objects.filter(_KEPT, products__in=rooms.bringing(course.product), seat_purchase__isnull=True)
    return _taken(Enrolment.objects.live().filter(course=course), lines, course, besides)


def _taken(there: QuerySet[Enrolment], lines: QuerySet[OrderLine], course: Course, besides: Asker | None) -> int:
    if besides is not None and besides.order_id is not None:
        lines = lines.exclude(order=besides.order_id)
    coming = _coming(lines).exclude(order__buyer__in=there.values("person"))
    if besides is not None and besides.person is not None:
        there, coming = there.exclude(person=besides.person), coming.exclude(order__buyer=besides.person)
    people = coming.values("order__buyer").distinct().count()
    unopened = _unopened(lines, course, there).values("order").distinct().count()
    # last: what is delivered meanwhile is counted twice rather than not at all
    return people + unopened + there.count()


def full_among(courses: Iterable[Course]) -> frozenset[int]:
    """The numbers of those whose next visitor would be refused.

    One query where nothing limits any, four more for each limited one.
    """
    limits = Capacity.objects.filter(course__in=list(courses)).select_related("course__product")
    return frozenset(limit.course_id for limit in limits if taken_in(limit.course) >= limit.seats)


def refresh(course_id: int) -> None:
    """Let the pages of a course that takes only so many say whether it is full."""
    if Capacity.objects.filter(course=course_id).exists():
        freshness.course_changed(course_id)


def _coming(lines: QuerySet[OrderLine]) -> QuerySet[OrderLine]:
    on_its_way = Q(order__paid_at__isnull=True) | Q(delivered_at__isnull=True, began__isnull=True)
    return lines.filter(on_its_way, order__gift__isnull=True)


def _unopened(lines: QuerySet[OrderLine], course: Course, there: QuerySet[Enrolment]) -> QuerySet[OrderLine]:
    """Gifts, until whoever opened them has their place; those on their way, of a pre-order, until it is delivered."""
    ever = Enrolment.objects.filter(course=course).values("person")
    coming = Q(delivered_at__isnull=True, began__isnull=True) & ~Q(order__gift__claimed_by__in=there.values("person"))
    waiting = Q(order__gift__claimed_by__isnull=True) | ~Q(order__gift__claimed_by__in=ever) | coming
    return lines.filter(waiting, order__gift__isnull=False)
