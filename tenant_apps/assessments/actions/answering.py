"""A learner's side: answer, hand in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.clock import now as clock_now
from marque.kit.errors import Refused
from tenant_apps.assessments.actions.closing import close_when_due, grade_when_done, locked
from tenant_apps.assessments.actions.grading import grade
from tenant_apps.assessments.actions.open_answers import give
from tenant_apps.assessments.drawing import questions_of
from tenant_apps.assessments.kinds import ForgedChoice, kind_of
from tenant_apps.assessments.models import Attempt, Question


class AlreadyGraded(Refused):
    """The attempt is over."""

    message = _("This attempt is finished. Start again to change an answer.")


class AnotherQuestion(Refused):
    """Asked in this place by now: the one that was answered moved, or was deleted."""

    message = _("The quiz was changed meanwhile, and your answer was not taken. Go on from here.")


class TimeIsUp(Refused):
    """The answer came too late."""

    message = _("The time is up. What you had answered was handed in for you.")


def answer_question(
    *, attempt: Attempt, question: Question, said: Sequence[str], by: Any = None, now: datetime | None = None
) -> Attempt:
    """Take an answer.

    Where a learner sees at once what was right, the first answer counts, and the last question ends the attempt;
    elsewhere an answer may be changed until the attempt is handed in. Raises what the kind of question refuses,
    ForgedChoice for one that is not asked, AlreadyGraded, and TimeIsUp, once the attempt is closed for it.
    """
    at = now or clock_now()
    with transaction.atomic():
        attempt = locked(attempt)
        late = attempt.is_open and close_when_due(attempt, by=by, at=at)
        if not late:
            _take(attempt, question, said)
            if not attempt.quiz.is_handed_in:
                grade_when_done(attempt, by, at)
    if late:  # outside, or the closing would be undone with it
        raise TimeIsUp
    return attempt


@transaction.atomic
def hand_in(*, attempt: Attempt, by: Any = None, now: datetime | None = None) -> Attempt:
    """Close an attempt as it is, once; one that is overdue was handed in when its time was up."""
    at, attempt = now or clock_now(), locked(attempt)
    if attempt.is_open and not close_when_due(attempt, by=by, at=at):
        grade(attempt, by=by, at=at)
    return attempt


def _take(attempt: Attempt, question: Question, said: Sequence[str]) -> None:
    key, kind = str(question.key), kind_of(question.kind)
    if key in attempt.answers and (not attempt.quiz.is_handed_in or not attempt.is_open):
        return
    if not attempt.is_open:
        raise AlreadyGraded
    if question.key not in {each.key for each in questions_of(attempt)}:
        raise ForgedChoice
    if kind.is_open:
        give(attempt, question, said)
    else:
        attempt.answers[key] = _graded(question, kind.read(question, said))
    attempt.save(update_fields=["answers"])


def _graded(question: Question, said: list[str]) -> dict[str, Any]:
    kind = kind_of(question.kind)
    share, counted = kind.share(question, said), kind.counted(question, said)
    answer = {"chosen": said, "right": share == 100, "share": share}
    return answer if counted == said else answer | {"counted": counted}
