"""Facts of points."""

from dataclasses import dataclass

from marque.kit.facts.fact import Fact


@dataclass(frozen=True)
class LevelReached(Fact):
    """A person has the points of a level. Points never go down, so once for each."""

    person_id: int
    level_id: int
