"""A quiz and an assignment in the lesson player."""

from __future__ import annotations

from typing import Any

from marque.kit.clock import now
from tenant_apps.assessments import queries, standing
from tenant_apps.assessments.actions.portfolios import is_on
from tenant_apps.courses.models import LessonKind
from tenant_apps.learning.dates import given_to
from tenant_apps.learning.players import Seat, player
from tenant_apps.learning.release import zone_of


@player(LessonKind.QUIZ, template="assessments/player.html", grades=True, styles="css/pages/quiz.css")
def quiz_context(seat: Seat) -> dict[str, Any]:
    """What the door of a quiz says: how many questions, what passes, how earlier attempts went."""
    quiz = queries.quiz_of(seat.lesson)
    if quiz is None or seat.enrolment is None:
        return {"quiz": None}
    attempts = queries.attempts_at(quiz, seat.enrolment)
    given = given_to(seat.enrolment, seat.lesson)
    due = given.due(quiz.due_at)
    questions = queries.asked(quiz)
    return {
        "quiz": quiz,
        "questions": questions,
        "needed": queries.needed_at_the_door(quiz),
        "open_attempt": next((attempt for attempt in attempts if attempt.is_open), None),
        "attempts": [attempt for attempt in attempts if not attempt.is_open],
        "waits": any(attempt.waits for attempt in attempts),
        "left": queries.attempts_left(quiz, len(attempts)),
        "passed": any(attempt.passed_at for attempt in attempts),
        "due": due,
        "extension": given.own if given.is_extended(quiz.due_at) else None,
        "is_over": due is not None and now() >= due,
        "zone": zone_of(seat.enrolment.person),
    }


@player(LessonKind.ASSIGNMENT, template="assessments/assignment.html", grades=True, styles="css/pages/assignment.css")
def assignment_context(seat: Seat) -> dict[str, Any]:
    """The brief, the draft or what was said of it, and what it is looked at for."""
    assignment = standing.assignment_of(seat.lesson)
    if assignment is None or seat.enrolment is None:
        return {"assignment": None, "is_learner": seat.enrolment is not None}
    stands = standing.standing_at(assignment, seat.enrolment, now())
    return {
        "assignment": assignment,
        "stands": stands,
        "zone": zone_of(seat.enrolment.person),
        "may_show": stands.latest is not None and is_on(),
        **standing.looked_at_for(assignment),
        **standing.to_review(assignment, seat.enrolment),
        **standing.answer_to(stands.latest, seat.enrolment.person.user),
    }
