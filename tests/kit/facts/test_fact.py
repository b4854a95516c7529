"""How facts are stored and read back."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import pytest

from marque.kit.facts import registry
from marque.kit.facts.fact import Fact, UnknownFact, app_of
from tests.kit.facts.samples import SeatTaken, count_seat

KEY = UUID("0190d4a6-0000-7000-8000-000000000001")


@dataclass(frozen=True)
class DoorOpened(Fact):
    """Every kind of field a fact may carry."""

    door_key: UUID
    at: datetime | None = None
    note: str = ""


def test_a_fact_reads_back_what_it_wrote() -> None:
    fact = DoorOpened(door_key=KEY, at=datetime(2026, 3, 1, tzinfo=UTC), note="front")

    assert DoorOpened.from_payload(fact.payload()) == fact


def test_a_field_of_a_newer_release_is_left_out() -> None:
    assert SeatTaken.from_payload({"seat_id": 3, "colour": "red"}) == SeatTaken(seat_id=3)


def test_a_field_of_an_older_release_takes_its_default() -> None:
    assert DoorOpened.from_payload({"door_key": str(KEY)}) == DoorOpened(door_key=KEY)


def test_a_missing_field_without_default_is_an_unknown_fact() -> None:
    with pytest.raises(UnknownFact, match="stored without seat_id"):
        SeatTaken.from_payload({})


def test_a_fact_carries_no_objects() -> None:
    with pytest.raises(TypeError, match="ids and plain values"):
        SeatTaken(seat_id=object()).payload()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("module", "app"),
    [
        ("tenant_apps.orders.events", "orders"),
        ("tenant_apps.orders.events.refunds", "orders"),
        ("page_builder.events", "page_builder"),
    ],
)
def test_a_fact_is_named_after_its_app(module: str, app: str) -> None:
    assert app_of(module, "events") == app


def test_two_subscribers_of_one_name_are_refused(listen) -> None:
    listen(SeatTaken, "test.count", count_seat)

    with pytest.raises(registry.DuplicateSubscriber, match=r"test\.count listens to samples\.SeatTaken already"):
        registry.subscribe(SeatTaken, name="test.count")(count_seat)
