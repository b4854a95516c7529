"""Everything that writes to quizzes."""

from tenant_apps.assessments.actions.answering import (
    AlreadyGraded,
    AnotherQuestion,
    NoAttemptLeft,
    NoQuestions,
    TimeIsUp,
    answer_question,
    hand_in,
    start_attempt,
)
from tenant_apps.assessments.actions.overdue import close_overdue
from tenant_apps.assessments.actions.rules import BadPassMark, BadRule, Rules, make_quiz, set_rules
from tenant_apps.assessments.actions.writing import (
    BadMarking,
    Marking,
    QuestionGone,
    check_marking,
    delete_question,
    move_question,
    write_question,
)

__all__ = [
    "AlreadyGraded",
    "AnotherQuestion",
    "BadMarking",
    "BadPassMark",
    "BadRule",
    "Marking",
    "NoAttemptLeft",
    "NoQuestions",
    "QuestionGone",
    "Rules",
    "TimeIsUp",
    "answer_question",
    "check_marking",
    "close_overdue",
    "delete_question",
    "hand_in",
    "make_quiz",
    "move_question",
    "set_rules",
    "start_attempt",
    "write_question",
]
