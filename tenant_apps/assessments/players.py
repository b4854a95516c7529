"""A quiz in the lesson player."""

from __future__ import annotations

from typing import Any

from tenant_apps.assessments import queries
from tenant_apps.courses.models import LessonKind
from tenant_apps.learning.players import Seat, player


@player(LessonKind.QUIZ, template="assessments/player.html", grades=True, styles="css/pages/quiz.css")
def quiz_context(seat: Seat) -> dict[str, Any]:
    """What the door of a quiz says: how many questions, what passes, how earlier attempts went."""
    quiz = queries.quiz_of(seat.lesson)
    if quiz is None or seat.enrolment is None:
        return {"quiz": None}
    attempts = queries.attempts_at(quiz, seat.enrolment)
    questions = queries.asked(quiz)
    return {
        "quiz": quiz,
        "questions": questions,
        "needed": queries.needed_at_the_door(quiz),
        "open_attempt": next((attempt for attempt in attempts if attempt.is_open), None),
        "attempts": [attempt for attempt in attempts if not attempt.is_open],
        "left": queries.attempts_left(quiz, len(attempts)),
        "passed": any(attempt.passed_at for attempt in attempts),
    }
