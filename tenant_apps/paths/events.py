"""Facts of paths."""

from dataclasses import dataclass

from marque.kit.facts.fact import Fact


@dataclass(frozen=True)
class PathChanged(Fact):
    """A path holds other courses, or in another order, or opens them in another way."""

    path_id: int


@dataclass(frozen=True)
class PathFollowed(Fact):
    """Those on a changed path are in line with it up to this person; the others have their turn next."""

    path_id: int
    after: int


@dataclass(frozen=True)
class PathJoined(Fact):
    """Somebody goes along a path, for the first time."""

    place_id: int
    person_id: int
    path_id: int


@dataclass(frozen=True)
class PathCompleted(Fact):
    """Somebody finished every course of a path that is not optional. Once for a person and path."""

    place_id: int
    person_id: int
    path_id: int
