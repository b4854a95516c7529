"""Everything that writes to quizzes."""

from tenant_apps.assessments.actions.answering import (
    AlreadyGraded,
    ForgedChoice,
    NoQuestions,
    NothingChosen,
    answer_question,
    start_attempt,
)
from tenant_apps.assessments.actions.writing import (
    BadPassMark,
    NoRightAnswer,
    QuestionGone,
    TooManyRight,
    delete_question,
    make_quiz,
    move_question,
    set_pass_mark,
    write_question,
)

__all__ = [
    "AlreadyGraded",
    "BadPassMark",
    "ForgedChoice",
    "NoQuestions",
    "NoRightAnswer",
    "NothingChosen",
    "QuestionGone",
    "TooManyRight",
    "answer_question",
    "delete_question",
    "make_quiz",
    "move_question",
    "set_pass_mark",
    "start_attempt",
    "write_question",
]
