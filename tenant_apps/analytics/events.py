"""Facts of analytics."""

from __future__ import annotations

from dataclasses import dataclass, field

from marque.kit.facts.fact import Fact


@dataclass(frozen=True)
class LessonsTouched(Fact):
    """What learners did with lessons, as it was counted: ids of progress, each list for itself and in no order;
    `films` are those of progress with films among the parts of a page.

    Up to a minute late and many at once, so that no reader and no player pays for it.
    """

    opened: list[int] = field(default_factory=list)
    finished: list[int] = field(default_factory=list)
    played: list[int] = field(default_factory=list)
    films: list[int] = field(default_factory=list)
