"""The series that reminds somebody of a checkout they left."""

from datetime import timedelta

import pytest

from marque.kit import clock
from marque.kit.facts.sweep import deliver_pending
from marque.kit.mail.models import SentEmail
from marque.kit.money import Money
from tenant_apps.orders import actions as orders
from tenant_apps.orders.models import LeftCheckout
from tenant_apps.sequences import actions as sequences
from tenant_apps.sequences.models import SequenceRun, Trigger
from tests.tenant_apps.selling import EMAIL, NAME, a_paid_order, an_offer

pytestmark = pytest.mark.usefixtures("in_okafor")


@pytest.fixture(autouse=True)
def series(in_okafor) -> None:
    made = sequences.create_sequence(name="Come back", trigger=Trigger.CHECKOUT_LEFT)
    sequences.add_step(sequence=made, subject="Still thinking about {offer}?", body="{checkout_link}", wait_days=0)
    sequences.add_step(sequence=made, subject="Last word on {offer}", body="Hello {first_name}", wait_days=2)
    sequences.start_sequence(sequence=made)


def left(offer=None) -> LeftCheckout:
    kept = orders.remember_checkout(
        offer=offer or an_offer(), email=EMAIL, name=NAME, choice={}, money=Money(49_000, "USD"), now=clock.now()
    )
    orders.declare_left(now=clock.now() + timedelta(hours=1))
    deliver_pending()
    return kept


def sent() -> list[str]:
    kept = SentEmail.objects.filter(purpose="sequence").order_by("pk")
    return list(kept.values_list("subject", flat=True))


def test_it_begins_with_a_link_back_and_a_way_to_stop() -> None:
    left()

    letter = SentEmail.objects.get(purpose="sequence")
    assert letter.subject == "Still thinking about The Second Number?"
    for words in ("/checkout/second-number/?", "back=", "/emails/stop/"):
        assert words in letter.text


def test_who_buys_gets_no_more() -> None:
    kept = left()
    a_paid_order(kept.offer)
    deliver_pending()

    sequences.send_due(now=clock.now() + timedelta(days=4))

    assert sent() == ["Still thinking about The Second Number?"]


def test_who_says_stop_gets_no_more() -> None:
    kept = left()
    sequences.opt_out(person=kept.person)

    sequences.send_due(now=clock.now() + timedelta(days=4))

    assert (sent(), SequenceRun.objects.going().count()) == (["Still thinking about The Second Number?"], 0)


def test_who_said_stop_before_is_not_begun() -> None:
    sequences.opt_out(person=a_paid_order(an_offer("other")).buyer)

    left()

    assert sent() == []


def test_another_checkout_left_later_begins_it_again() -> None:
    left()
    sequences.send_due(now=clock.now() + timedelta(days=4))

    left(an_offer("third"))

    assert len(sent()) == 3
