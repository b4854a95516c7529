"""From a fact to what is sent about it: the thing as the API shows it."""

from __future__ import annotations

from typing import Any

from tenant_apps.assessments.api.shapes import GradesShape
from tenant_apps.assessments.gradebook import columns_of, rows_of
from tenant_apps.catalog.api.shapes import OfferShape
from tenant_apps.catalog.models import Offer
from tenant_apps.certificates.api.shapes import CertificateShape
from tenant_apps.certificates.models import Certificate
from tenant_apps.entitlements.api.shapes import EntitlementShape, entitlements_shown
from tenant_apps.learning.api.shapes import EnrolmentShape, LessonProgressShape, progress_shown
from tenant_apps.learning.models import Enrolment
from tenant_apps.ledger.api.resources import payouts_shown
from tenant_apps.ledger.api.shapes import PayoutShape
from tenant_apps.orders.api.gifts import GiftShape, gifts_shown
from tenant_apps.orders.api.shapes import DisputeShape, OrderShape, RefundShape, orders_shown
from tenant_apps.orders.api.subscriptions import SubscriptionShape, subscriptions_shown
from tenant_apps.orders.api.teams import MemberShape, seats_shown
from tenant_apps.orders.models import Dispute, Refund
from tenant_apps.people.api.shapes import SEES_PEOPLE, PersonShape
from tenant_apps.people.models import Person

Data = dict[str, Any] | None
# an owner named the endpoint and is asked for no scopes
_LOOKING = {"scopes": [SEES_PEOPLE]}


def order(fact: Any) -> Data:
    """An order."""
    return _shown(OrderShape, orders_shown(), fact.order_id)


def refund(fact: Any) -> Data:
    """A refund."""
    return _shown(RefundShape, Refund.objects.select_related("order"), fact.refund_id)


def dispute(fact: Any) -> Data:
    """A dispute."""
    return _shown(DisputeShape, Dispute.objects.select_related("order"), fact.dispute_id)


def gift(fact: Any) -> Data:
    """A gift."""
    return _shown(GiftShape, gifts_shown(), fact.gift_id)


def seat(fact: Any) -> Data:
    """A seat of a team."""
    return _shown(MemberShape, seats_shown(), fact.seat_id)


def subscription(fact: Any) -> Data:
    """A subscription."""
    return _shown(SubscriptionShape, subscriptions_shown(), fact.subscription_id)


def entitlement(fact: Any) -> Data:
    """An entitlement."""
    return _shown(EntitlementShape, entitlements_shown(), fact.entitlement_id)


def enrolment(fact: Any) -> Data:
    """An enrolment."""
    return _shown(EnrolmentShape, Enrolment.objects.select_related("person", "course"), fact.enrolment_id)


def lesson_progress(fact: Any) -> Data:
    """What a learner did with a lesson."""
    row = progress_shown().filter(enrolment=fact.enrolment_id, lesson=fact.lesson_id).first()
    return None if row is None else dict(LessonProgressShape(row, context=_LOOKING).data)


def grades(fact: Any) -> Data:
    """A learner's grades in the course."""
    place = Enrolment.objects.select_related("person", "course").filter(pk=fact.enrolment_id).first()
    if place is None:
        return None
    (row,) = rows_of([place], columns_of(place.course))
    return dict(GradesShape(row, context=_LOOKING).data)


def certificate(fact: Any) -> Data:
    """A certificate."""
    return _shown(CertificateShape, Certificate.objects.select_related("person", "course"), fact.certificate_id)


def offer(fact: Any) -> Data:
    """An offer."""
    return _shown(OfferShape, Offer.objects.with_price(), fact.offer_id)


def person(fact: Any) -> Data:
    """A person."""
    return _shown(PersonShape, Person.objects.all(), fact.person_id)


def payout(fact: Any) -> Data:
    """A payout."""
    return _shown(PayoutShape, payouts_shown(), fact.payout_id)


def _shown(shape: Any, rows: Any, pk: int) -> Data:
    row = rows.filter(pk=pk).first()
    return None if row is None else dict(shape(row, context=_LOOKING).data)
