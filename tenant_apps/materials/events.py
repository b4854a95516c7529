"""Facts of what lessons hold."""

from __future__ import annotations

from dataclasses import dataclass

from marque.kit.facts.fact import Fact


@dataclass(frozen=True)
class PackageScored(Fact):
    """A learner reached a score in a package, better than any before."""

    enrolment_id: int
    lesson_id: int
    score: int


@dataclass(frozen=True)
class ReplyWritten(Fact):
    """Somebody said something under a lesson."""

    reply_id: int
    lesson_id: int
    person_id: int
