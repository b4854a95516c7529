"""What programs can be told of: each type of event, the fact it comes from, and what is sent about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from marque.kit.facts.fact import Fact
from tenant_apps.assessments import events as assessments
from tenant_apps.catalog import events as catalog
from tenant_apps.certificates import events as certificates
from tenant_apps.entitlements import events as entitlements
from tenant_apps.learning import events as learning
from tenant_apps.ledger import events as ledger
from tenant_apps.orders import events as orders
from tenant_apps.people import events as people
from tenant_apps.webhooks import readings

TEST = "webhook.test"


@dataclass(frozen=True)
class Happening:
    """A type of event. `read` makes the API's own representation, None where the thing is gone."""

    type: str
    fact: type[Fact]
    words: Promise | str
    read: Callable[[Any], dict[str, Any] | None]


HAPPENINGS = [
    Happening("order.paid", orders.OrderPaid, _("An order was paid"), readings.order),
    Happening("order.refunded", orders.OrderRefunded, _("All the money of an order went back"), readings.order),
    Happening("refund.settled", orders.RefundSettled, _("Money went back, all or a part"), readings.refund),
    Happening("payment.failed", orders.PaymentFailed, _("An attempt to pay came to nothing"), readings.order),
    Happening("dispute.opened", orders.DisputeOpened, _("A bank took money back for now"), readings.dispute),
    Happening("dispute.won", orders.DisputeWon, _("The bank gave the money back"), readings.dispute),
    Happening("dispute.lost", orders.DisputeLost, _("The bank gave the money to the buyer"), readings.dispute),
    Happening("gift.sent", orders.GiftSent, _("A gift is on its way"), readings.gift),
    Happening("gift.claimed", orders.GiftClaimed, _("Somebody opened their gift"), readings.gift),
    Happening("team.seat_taken", orders.SeatTaken, _("Somebody sits down in a team"), readings.seat),
    Happening("team.seat_freed", orders.SeatFreed, _("A seat of a team is free"), readings.seat),
    Happening("subscription.started", orders.SubscriptionStarted, _("A subscription began"), readings.subscription),
    Happening("subscription.renewed", orders.SubscriptionRenewed, _("One more period is paid"), readings.subscription),
    Happening(
        "subscription.past_due", orders.SubscriptionPaymentFailed, _("A renewal was not paid"), readings.subscription
    ),
    Happening("subscription.trial_ending", orders.TrialEnding, _("A trial ends soon"), readings.subscription),
    Happening(
        "subscription.cancelled", orders.SubscriptionCancelled, _("It ends with its period"), readings.subscription
    ),
    Happening("subscription.kept", orders.CancellationWithdrawn, _("It goes on after all"), readings.subscription),
    Happening("subscription.paused", orders.SubscriptionPaused, _("A subscription was paused"), readings.subscription),
    Happening("subscription.resumed", orders.SubscriptionResumed, _("A pause is over"), readings.subscription),
    Happening("subscription.changed", orders.SubscriptionChanged, _("It has another plan"), readings.subscription),
    Happening("subscription.completed", orders.SubscriptionCompleted, _("A plan is paid off"), readings.subscription),
    Happening("subscription.lapsed", orders.SubscriptionLapsed, _("Nobody paid in time"), readings.subscription),
    Happening("subscription.ended", orders.SubscriptionEnded, _("Its time is over"), readings.subscription),
    Happening("entitlement.granted", entitlements.EntitlementGranted, _("Access was given"), readings.entitlement),
    Happening("entitlement.revoked", entitlements.EntitlementRevoked, _("Access was ended"), readings.entitlement),
    Happening(
        "entitlement.suspended", entitlements.EntitlementSuspended, _("Access rests for now"), readings.entitlement
    ),
    Happening("entitlement.restored", entitlements.EntitlementRestored, _("Access is back"), readings.entitlement),
    Happening("enrolment.started", learning.EnrolmentStarted, _("Somebody began a course"), readings.enrolment),
    Happening("enrolment.completed", learning.CourseCompleted, _("Somebody finished a course"), readings.enrolment),
    Happening("enrolment.ended", learning.EnrolmentEnded, _("A place in a course is gone"), readings.enrolment),
    Happening("lesson.completed", learning.LessonCompleted, _("Somebody finished a lesson"), readings.lesson_progress),
    Happening("grade.set", assessments.GradeSet, _("Somebody set a grade by hand"), readings.grades),
    Happening("certificate.issued", certificates.CertificateIssued, _("A certificate was given"), readings.certificate),
    Happening("certificate.revoked", certificates.CertificateRevoked, _("One was withdrawn"), readings.certificate),
    Happening("offer.published", catalog.OfferPublished, _("An offer is on sale"), readings.offer),
    Happening("offer.archived", catalog.OfferArchived, _("An offer is no longer sold"), readings.offer),
    Happening("person.met", people.PersonMet, _("Somebody new is known"), readings.person),
    Happening("payout.requested", ledger.PayoutRequested, _("A payout waits for approval"), readings.payout),
    Happening("payout.approved", ledger.PayoutApproved, _("A payout was approved"), readings.payout),
    Happening("payout.paid", ledger.PayoutPaid, _("A payout was paid"), readings.payout),
    Happening("payout.returned", ledger.PayoutReturned, _("A payout was not paid"), readings.payout),
]
TYPES = {each.type: each.words for each in HAPPENINGS}
