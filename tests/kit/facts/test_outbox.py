"""Publishing facts."""

import pytest
from django.db import transaction
from kombu.exceptions import OperationalError

from marque.kit.facts.models import Delivery, Event
from marque.kit.facts.outbox import NotInTransaction, publish
from marque.kit.facts.tasks import deliver_fact
from marque.kit.tenancy.context import NoTenant, enter
from tests.kit.facts.samples import SeatTaken, count_seat, seats


def test_publish_writes_the_event_and_a_delivery_per_subscriber(in_okafor, listen) -> None:
    listen(SeatTaken, "a.first", count_seat)
    listen(SeatTaken, "b.second", count_seat)

    event = publish(SeatTaken(seat_id=7))

    assert (event.fact, event.payload) == ("samples.SeatTaken", {"seat_id": 7})
    assert list(event.deliveries.order_by("subscriber").values_list("subscriber", flat=True)) == ["a.first", "b.second"]


def test_publish_outside_a_tenant_raises() -> None:
    with pytest.raises(NoTenant):
        publish(SeatTaken(seat_id=1))


def test_publish_outside_a_transaction_raises(okafor, real_commits) -> None:
    with enter(okafor), pytest.raises(NotInTransaction):
        publish(SeatTaken(seat_id=1))


def test_publish_in_a_transaction_that_rolls_back_leaves_nothing(in_okafor, listen) -> None:
    listen(SeatTaken, "a.first", count_seat)

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        publish(SeatTaken(seat_id=1))
        raise ZeroDivisionError

    assert Event.objects.filter(fact="samples.SeatTaken").count() == 0
    assert Delivery.objects.filter(subscriber="a.first").count() == 0


def test_publish_keeps_to_its_tenant(okafor, other) -> None:
    with enter(okafor):
        publish(SeatTaken(seat_id=1))

    with enter(other):
        assert Event.objects.filter(fact="samples.SeatTaken").count() == 0


def test_the_commit_nudges_a_worker(in_okafor, listen, settings, django_capture_on_commit_callbacks) -> None:
    listen(SeatTaken, "a.first", count_seat)

    with django_capture_on_commit_callbacks(execute=True):
        publish(SeatTaken(seat_id=1))

    assert seats() == 1


def test_a_queue_that_is_away_leaves_the_delivery_to_the_sweep(
    in_okafor, listen, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    def away(**_kwargs: object) -> None:
        raise OperationalError("no Redis")

    monkeypatch.setattr(deliver_fact, "delay", away)
    listen(SeatTaken, "a.first", count_seat)

    with django_capture_on_commit_callbacks(execute=True):
        publish(SeatTaken(seat_id=1))

    assert Delivery.objects.pending().filter(subscriber="a.first").count() == 1
