"""What happens to what is bought for others: gifts, and the seats of teams."""

from dataclasses import dataclass

from marque.kit.facts.fact import Fact


@dataclass(frozen=True)
class GiftSent(Fact):
    """A gift is on its way to its recipient; each time it is sent."""

    gift_id: int
    order_id: int


@dataclass(frozen=True)
class GiftClaimed(Fact):
    """Somebody opened what was bought for them."""

    gift_id: int
    order_id: int
    person_id: int


@dataclass(frozen=True)
class SeatTaken(Fact):
    """Somebody sits in a team."""

    seat_id: int
    team_id: int
    person_id: int


@dataclass(frozen=True)
class SeatFreed(Fact):
    """Somebody sits in a team no more; `person_id` is who did, nothing for an invitation."""

    seat_id: int
    team_id: int
    person_id: int | None
