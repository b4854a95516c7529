"""A fact for tests, and an effect that counts."""

from dataclasses import dataclass

from marque.kit.commands.models import Command
from marque.kit.facts.fact import Fact


@dataclass(frozen=True)
class SeatTaken(Fact):
    """Somebody sat down."""

    seat_id: int


def count_seat(fact: SeatTaken) -> None:
    """Leave a row: one per time this ran and was committed."""
    Command.objects.create(kind="test.seat", payload={"seat": fact.seat_id})


def seats() -> int:
    """How many rows there are."""
    return Command.objects.filter(kind="test.seat").count()


def broken_mailer(fact: SeatTaken) -> None:
    """Fails each time."""
    raise ConnectionError("The mail server is away.")
