"""From answers to a score."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from marque.kit.facts.outbox import publish
from tenant_apps.assessments.actions.drafts import give_drafts
from tenant_apps.assessments.actions.finishing import finish_lesson
from tenant_apps.assessments.drawing import questions_of
from tenant_apps.assessments.events import AttemptGraded
from tenant_apps.assessments.kinds import kind_of
from tenant_apps.assessments.models import Attempt, Question
from tenant_apps.assessments.paper import written
from tenant_apps.learning import actions as learning


def share_of(answer: dict[str, Any]) -> int:
    """How much of an answer was right, in percent."""
    return answer.get("share", 100 if answer["right"] else 0)


def score_of(questions: list[Question], answers: dict[str, dict[str, Any]]) -> int:
    """The points reached in percent of those to be had, rounded down, never below nothing."""
    reached = sum(_reached(question, answers.get(str(question.key))) for question in questions)
    return max(0, reached // sum(question.points for question in questions)) if questions else 0


def grade(attempt: Attempt, *, by: Any, at: datetime) -> None:
    """Close the attempt, whatever is answered. What a person has to look at makes it wait; else it is settled."""
    questions = questions_of(attempt)
    _forget_other_kinds(attempt, questions)
    give_drafts(attempt, questions)
    attempt.paper = [written(question) for question in questions]
    attempt.submitted_at = at
    attempt.save(update_fields=["paper", "submitted_at", "answers"])
    if not any(attempt.answers.get(str(question.key), {}).get("waits") for question in questions):
        settle(attempt, questions, by=by, at=at)


def _forget_other_kinds(attempt: Attempt, questions: list[Question]) -> None:
    """What was said before a question became one that a person grades, or was one no longer, is no answer to it."""
    for question in questions:
        answer = attempt.answers.get(str(question.key))
        if answer is not None and bool(answer.get("waits")) != kind_of(question.kind).is_open:
            del attempt.answers[str(question.key)]


def settle(attempt: Attempt, questions: list[Question], *, by: Any, at: datetime) -> None:
    """Give the attempt its score, and finish the lesson if it is passed and still can be."""
    attempt.score = score_of(questions, attempt.answers)
    attempt.passed_at = attempt.submitted_at if attempt.score >= attempt.quiz.pass_mark else None
    attempt.save(update_fields=["score", "passed_at", "graded_at"])
    learning.record_score(enrolment=attempt.enrolment, lesson=attempt.quiz.lesson, score=attempt.score, now=at)
    passed = attempt.passed_at is not None
    publish(
        AttemptGraded(
            attempt_id=attempt.pk,
            person_id=attempt.enrolment.person_id,
            lesson_id=attempt.quiz.lesson_id,
            passed=passed,
        )
    )
    if passed:
        finish_lesson(enrolment=attempt.enrolment, lesson=attempt.quiz.lesson, by=by, now=at)


def _reached(question: Question, answer: dict[str, Any] | None) -> int:
    if answer is None:
        return 0
    share = share_of(answer)
    return question.points * (share if share else -question.penalty)
