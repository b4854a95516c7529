"""The sweep finds what the queue lost."""

from datetime import UTC, datetime, timedelta

from marque.kit import clock
from marque.kit.facts.models import Delivery
from marque.kit.facts.outbox import publish
from marque.kit.facts.sweep import sweep, sweep_tenant
from marque.kit.tenancy.context import enter
from tests.kit.facts.samples import SeatTaken, count_seat, seats

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_sweep_delivers_in_every_tenant_what_no_worker_heard_of(okafor, other, listen) -> None:
    listen(SeatTaken, "test.count", count_seat)
    for tenant in (okafor, other):
        with clock.fixed(NOON), enter(tenant):
            publish(SeatTaken(seat_id=1))

    with clock.fixed(NOON + timedelta(seconds=11)):
        found = sweep()

    assert found == 2
    for tenant in (okafor, other):
        with enter(tenant):
            assert seats() == 1


def test_sweep_leaves_alone_what_was_just_published(in_okafor, listen) -> None:
    listen(SeatTaken, "test.count", count_seat)
    with clock.fixed(NOON):
        publish(SeatTaken(seat_id=1))

        assert sweep_tenant() == 0


def test_sweep_does_not_nudge_twice_while_the_queue_is_long(in_okafor, listen, settings, monkeypatch) -> None:
    monkeypatch.setattr("marque.kit.facts.sweep.nudge", lambda ids: None)
    listen(SeatTaken, "test.count", count_seat)
    with clock.fixed(NOON):
        publish(SeatTaken(seat_id=1))

    with clock.fixed(NOON + timedelta(seconds=11)):
        assert (sweep_tenant(), sweep_tenant()) == (1, 0)
    assert Delivery.objects.pending().filter(subscriber="test.count").count() == 1
