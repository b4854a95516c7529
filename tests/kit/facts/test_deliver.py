"""Delivering facts: once, alone, and never lost."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connections, transaction

from marque.kit import clock
from marque.kit.commands.models import Command
from marque.kit.facts.deliver import MAX_ATTEMPTS, deliver, revive
from marque.kit.facts.models import Delivery, Event
from marque.kit.facts.outbox import publish
from marque.kit.facts.sweep import deliver_pending, sweep_tenant
from marque.kit.tenancy.context import CurrentTenant, enter
from tests.kit.facts.samples import SeatTaken, broken_mailer, count_seat, seats

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def _published() -> Delivery:
    return publish(SeatTaken(seat_id=7)).deliveries.get()


def test_deliver_twice_makes_one_effect(in_okafor, listen) -> None:
    listen(SeatTaken, "test.count", count_seat)
    delivery = _published()

    first, second = deliver(delivery.pk), deliver(delivery.pk)

    assert (first, second, seats()) == (True, False, 1)


def test_a_worker_killed_before_done_is_marked_leaves_one_effect(in_okafor, listen, monkeypatch) -> None:
    listen(SeatTaken, "test.count", count_seat)
    save = Delivery.save

    def killed(self: Delivery, *args: object, **kwargs: object) -> None:
        if self.done_at:
            raise SystemExit("killed between the effect and the mark")
        save(self, *args, **kwargs)

    with clock.fixed(NOON):
        delivery = _published()
        monkeypatch.setattr(Delivery, "save", killed)
        with pytest.raises(SystemExit):
            deliver(delivery.pk)
        monkeypatch.setattr(Delivery, "save", save)
        assert (deliver(delivery.pk), seats()) == (False, 0)
    with clock.fixed(NOON + timedelta(seconds=31)):
        sweep_tenant()

    assert seats() == 1


def test_a_failing_mailer_does_not_stop_another_subscriber(in_okafor, listen) -> None:
    listen(SeatTaken, "mail.tell", broken_mailer)
    listen(SeatTaken, "test.count", count_seat)
    publish(SeatTaken(seat_id=7))

    deliver_pending()

    late = Delivery.objects.pending().get(subscriber="mail.tell")
    assert seats() == 1
    assert (late.subscriber, late.attempts, late.last_error) == (
        "mail.tell",
        1,
        "ConnectionError: The mail server is away.",
    )


def test_an_error_in_sql_rolls_back_only_the_subscriber(in_okafor, listen) -> None:
    def half(fact: SeatTaken) -> None:
        count_seat(fact)
        Command.objects.create(kind="x" * 1000, payload={})

    listen(SeatTaken, "test.half", half)
    delivery = _published()

    deliver(delivery.pk)

    delivery.refresh_from_db()
    assert (seats(), delivery.attempts, delivery.done_at) == (0, 1, None)


def test_a_failure_waits_longer_each_time(in_okafor, listen) -> None:
    listen(SeatTaken, "mail.tell", broken_mailer)
    waits, moment = [], NOON
    with clock.fixed(NOON):
        delivery = _published()

    for _attempt in range(4):
        with clock.fixed(moment):
            deliver(delivery.pk)
            delivery.refresh_from_db()
        waits.append((delivery.next_at - moment).total_seconds())
        moment = delivery.next_at

    assert all(10 * 2**n * 0.75 <= wait <= 10 * 2**n * 1.25 for n, wait in enumerate(waits))


def test_after_many_failures_a_delivery_is_dead_and_can_be_revived(in_okafor, listen) -> None:
    listen(SeatTaken, "mail.tell", broken_mailer)
    delivery = _published()
    Delivery.objects.filter(pk=delivery.pk).update(attempts=MAX_ATTEMPTS - 1)

    deliver(delivery.pk)

    assert Delivery.objects.dead().get() == delivery
    assert deliver(delivery.pk) is False
    revive(delivery)
    assert Delivery.objects.pending().get(pk=delivery.pk).attempts == 0


def test_a_fact_of_a_newer_release_waits(in_okafor, listen) -> None:
    listen(SeatTaken, "test.count", count_seat)
    delivery = _published()
    Event.objects.filter(pk=delivery.event_id).update(fact="orders.OrderTeleported")

    deliver(delivery.pk)

    delivery.refresh_from_db()
    assert (delivery.attempts, delivery.dead_at, delivery.done_at) == (0, None, None)
    assert delivery.last_error == "No fact is named orders.OrderTeleported in this release."


def test_a_subscriber_of_a_newer_release_waits(in_okafor, listen) -> None:
    listen(SeatTaken, "test.count", count_seat)
    delivery = _published()
    Delivery.objects.filter(pk=delivery.pk).update(subscriber="orders.teleport")

    deliver(delivery.pk)

    delivery.refresh_from_db()
    assert (delivery.attempts, delivery.dead_at, delivery.done_at) == (0, None, None)


def test_two_workers_at_once_make_one_effect(okafor, real_commits, listen, monkeypatch) -> None:
    monkeypatch.setattr("marque.kit.facts.outbox.nudge", lambda ids: None)
    listen(SeatTaken, "test.count", count_seat)
    with enter(okafor):
        with transaction.atomic():
            event = publish(SeatTaken(seat_id=7))

        results = _race(okafor, event.deliveries.get().pk, workers=4)
        effects = seats()

        event.delete()
        Command.objects.filter(kind="test.seat").delete()
    assert (sorted(results), effects) == ([False, False, False, True], 1)


def _race(tenant: CurrentTenant, pk: int, workers: int) -> list[bool]:
    start, results = Barrier(workers), []

    def work() -> None:
        with enter(tenant):
            start.wait()
            results.append(deliver(pk))
        connections.close_all()

    threads = [Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
