"""The team's side of a quiz: grading what a machine cannot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.clock import now as clock_now
from marque.kit.errors import Refused
from marque.kit.tenancy.context import require_tenant
from shared_apps.operations import audit
from tenant_apps.assessments.actions.closing import locked
from tenant_apps.assessments.actions.grading import settle
from tenant_apps.assessments.actions.reviewing import mark, percent_of
from tenant_apps.assessments.drawing import questions_of
from tenant_apps.assessments.models import Attempt, OpenAnswer, Question

# how well what is looked at is met, and the points of two that this is worth
LEVELS = {"met": (_("Met"), 2), "part": (_("In part"), 1), "missed": (_("Not met"), 0)}


@dataclass(frozen=True)
class Said:
    """What the team says of one open answer: `levels` maps what is looked at, by key, to a level."""

    words: str = ""
    share: int | None = None
    levels: Mapping[str, str] = field(default_factory=dict)


class NotWaiting(Refused):
    """Still being taken, or a machine has graded all of it."""

    message = _("There is nothing to grade in this attempt.")


class LookedAtAlready(Refused):
    """Somebody was faster, and said something else."""

    message = _("This attempt has been graded already. Reload the page to see how.")


class SayHowMuch(Refused):
    """A number or a level is missing."""

    message = _("Say how much of “%(question)s” is right: 0 to 100 percent, or a level for each thing looked at.")


@transaction.atomic
def keep_grading(*, attempt: Attempt, said: Mapping[str, Said], words: str = "", by: Any) -> Attempt:
    """Keep what is said so far, by question, without telling the learner; raises NotWaiting and LookedAtAlready."""
    found = _waiting(attempt)
    for answer, question in _answers(found):
        _note(answer, question, said.get(str(question.key), Said()))
    found.words = words.strip()
    found.save(update_fields=["words"])
    return found


@transaction.atomic
def grade_attempt(
    *, attempt: Attempt, said: Mapping[str, Said], words: str = "", by: Any, now: datetime | None = None
) -> Attempt:
    """Grade the open answers, by question, and with them the attempt: score, completion, a letter to the learner.

    The same grades again change nothing. Raises NotWaiting, LookedAtAlready and SayHowMuch.
    """
    at, found = now or clock_now(), locked(attempt)
    if found.graded_at is not None and _is_the_same(found, said):
        return found
    found = _waiting(found)
    for answer, question in _answers(found):
        _note(answer, question, said.get(str(question.key), Said()))
        if answer.share is None:
            raise SayHowMuch(question=question.text)
        found.answers[str(question.key)] = {"chosen": [], "right": answer.share == 100, "share": answer.share}
    found.words, found.graded_at, found.graded_by = words.strip(), at, by
    found.save(update_fields=["answers", "words", "graded_by"])
    settle(found, questions_of(found), by=by, at=at)
    audit.record(
        by=str(getattr(by, "email", by)),
        action="assessments.attempt_graded",
        target=str(found.key),
        tenant_id=require_tenant().id,
        data={"lesson": str(found.quiz.lesson.key), "score": found.score, "attempt": found.number},
    )
    return found


def _waiting(attempt: Attempt) -> Attempt:
    found = locked(attempt)
    if found.graded_at is not None:
        raise LookedAtAlready
    if not found.waits:
        raise NotWaiting
    return found


def _answers(attempt: Attempt) -> list[tuple[OpenAnswer, Question]]:
    by_key = {each.question: each for each in attempt.open_answers.all()}
    waiting = [each for each in questions_of(attempt) if attempt.answers.get(str(each.key), {}).get("waits")]
    return [(by_key[question.key], question) for question in waiting]


def _note(answer: OpenAnswer, question: Question, said: Said) -> None:
    answer.words = said.words.strip()
    answer.marks = marks_of(question, said.levels)
    looked_at = question.choices.all()
    if looked_at:
        answer.share = percent_of(answer.marks) if len(answer.marks) == len(looked_at) else None
    else:
        answer.share = said.share if said.share is not None and 0 <= said.share <= 100 else None
    answer.save(update_fields=["words", "marks", "share"])


def marks_of(question: Question, levels: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """The levels that were chosen, as a rubric keeps its marks."""
    most = max(points for _title, points in LEVELS.values())
    found: dict[str, dict[str, Any]] = {}
    for choice in question.choices.all():
        level = levels.get(str(choice.key), "")
        if level in LEVELS:
            title, points = LEVELS[level]
            found[str(choice.key)] = mark(
                criterion=choice.text,
                position=choice.position,
                level=level,
                title=str(title),
                points=points,
                most=most,
            )
    return found


def _is_the_same(attempt: Attempt, said: Mapping[str, Said]) -> bool:
    for answer in attempt.open_answers.all():
        again = said.get(str(answer.question), Said())
        levels = {key: mark["level"] for key, mark in answer.marks.items()}
        if dict(again.levels) != levels or (not levels and again.share != answer.share):
            return False
    return True
