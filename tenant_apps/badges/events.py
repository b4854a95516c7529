"""Facts of badges."""

from dataclasses import dataclass

from marque.kit.facts.fact import Fact


@dataclass(frozen=True)
class BadgeAwarded(Fact):
    """A person was awarded a badge."""

    award_id: int
    person_id: int
    badge_id: int


@dataclass(frozen=True)
class BadgeWithdrawn(Fact):
    """A badge no longer counts."""

    award_id: int
    badge_id: int
