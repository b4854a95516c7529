"""Commands: one owner, run once per key, result and refusal stored."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction

from marque.kit.commands import registry
from marque.kit.commands.models import Command
from marque.kit.errors import Refused


class NoSeats(Refused):
    """A sample refusal."""

    message = "There are no seats left."


@pytest.fixture
def calls() -> list[dict[str, Any]]:
    return []


@pytest.fixture
def own(calls) -> Iterator[Callable[..., None]]:
    def seat(**payload: Any) -> dict[str, Any]:
        calls.append(payload)
        if payload.get("full"):
            Command.objects.create(kind="test.half", payload={})
            raise NoSeats
        return {"seat": payload["number"]}

    registry.command("test.seat")(seat)
    yield
    registry.forget("test.seat")


def test_send_runs_the_owner_and_stores_the_result(in_okafor, own) -> None:
    result = registry.send("test.seat", number=7)

    row = Command.objects.get(kind="test.seat")
    assert result == {"seat": 7}
    assert (row.kind, row.payload, row.result, row.error) == ("test.seat", {"number": 7}, {"seat": 7}, "")
    assert row.finished_at


def test_send_with_the_same_key_runs_once(in_okafor, own, calls) -> None:
    first = registry.send("test.seat", key="order:1", number=7)
    second = registry.send("test.seat", key="order:1", number=8)

    assert first == second == {"seat": 7}
    assert calls == [{"number": 7}]


def test_a_refusal_is_stored_and_raised_each_time(in_okafor, own, calls) -> None:
    with pytest.raises(NoSeats):
        registry.send("test.seat", key="order:1", full=True)
    with pytest.raises(registry.CommandRefused, match="There are no seats left"):
        registry.send("test.seat", key="order:1", full=True)

    row = Command.objects.get(kind="test.seat")
    assert (row.error, row.error_code, len(calls)) == ("There are no seats left.", "no_seats", 1)


def test_a_bug_leaves_no_row_so_that_it_runs_again(in_okafor, own) -> None:
    with pytest.raises(KeyError):
        registry.send("test.seat", key="order:1")

    assert registry.send("test.seat", key="order:1", number=7) == {"seat": 7}


def test_a_refusal_inside_a_transaction_leaves_it_usable(in_okafor, own) -> None:
    with transaction.atomic():
        with pytest.raises(NoSeats):
            registry.send("test.seat", full=True)
        count = Command.objects.filter(kind="test.seat").count()

    assert count == 1


def test_a_kind_without_owner_is_a_bug(in_okafor) -> None:
    with pytest.raises(registry.NoOwner, match=r"No app owns the command test\.nobody"):
        registry.send("test.nobody")


def test_a_second_owner_is_refused(own) -> None:
    with pytest.raises(registry.DuplicateOwner):
        registry.command("test.seat")(lambda: None)
