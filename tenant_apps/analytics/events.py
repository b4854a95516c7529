"""Facts of analytics."""

from __future__ import annotations

from dataclasses import dataclass

from marque.kit.facts.fact import Fact


@dataclass(frozen=True)
class LessonsTouched(Fact):
    """What learners did with lessons, as it was counted: ids of progress, each list for itself and in no order.

    Up to a minute late and many at once, so that no reader and no player pays for it.
    """

    opened: list[int]
    finished: list[int]
    played: list[int]
