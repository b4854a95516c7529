"""What starts and stops sequences."""

from __future__ import annotations

from marque.kit.facts.registry import subscribe
from tenant_apps.learning.events import EnrolmentEnded, EnrolmentStarted
from tenant_apps.learning.models import Enrolment
from tenant_apps.orders.events import CheckoutAbandoned, OrderPaid
from tenant_apps.orders.models import LeftCheckout
from tenant_apps.people.models import Person
from tenant_apps.sequences import actions


@subscribe(EnrolmentStarted)
def start_sequences(fact: EnrolmentStarted) -> None:
    """Welcome a new learner."""
    enrolment = _enrolment(fact.enrolment_id)
    if enrolment.is_live:
        for run in actions.start_runs(enrolment=enrolment, now=enrolment.started_at):
            actions.send_next(run_id=run.pk)


@subscribe(EnrolmentEnded)
def stop_sequences(fact: EnrolmentEnded) -> None:
    """Leave people alone who left."""
    actions.stop_runs(enrolment=_enrolment(fact.enrolment_id))


@subscribe(CheckoutAbandoned)
def remind_of_a_checkout(fact: CheckoutAbandoned) -> None:
    """They agreed to it; whoever bought meanwhile is left alone."""
    left = LeftCheckout.objects.select_related("person").filter(pk=fact.left_checkout_id).first()
    if left is not None:
        for run in actions.start_reminding(left=left):
            actions.send_next(run_id=run.pk)


@subscribe(OrderPaid)
def stop_reminding_who_bought(fact: OrderPaid) -> None:
    """Nobody is asked to buy what they have."""
    actions.stop_reminding(person=Person.objects.get(pk=fact.person_id))


def _enrolment(pk: int) -> Enrolment:
    return Enrolment.objects.select_related("person", "course").get(pk=pk)
