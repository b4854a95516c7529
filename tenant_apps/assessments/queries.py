"""Reading quizzes and attempts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tenant_apps.assessments.actions.grading import share_of
from tenant_apps.assessments.drawing import order_of, questions_of
from tenant_apps.assessments.kinds import Kind, Row, kind_of
from tenant_apps.assessments.kinds.gaps import without_answers
from tenant_apps.assessments.kinds.placed import partners_of
from tenant_apps.assessments.models import Attempt, Question, QuestionKind, Quiz, Reveal
from tenant_apps.courses.models import Lesson
from tenant_apps.learning.models import Enrolment


@dataclass(frozen=True)
class Mark:
    """A question in one attempt: `right`, `part`, `wrong`, `now`, `done` where that is not told, or not reached yet."""

    question: Question
    number: int
    state: str
    answered: bool
    told: bool
    share: int
    rows: list[Row]

    @property
    def kind(self) -> Kind:
        """How it is answered."""
        return kind_of(self.question.kind)

    @property
    def title(self) -> str:
        """The question as a heading, without what belongs in its gaps."""
        return without_answers(self.question.text) if self.question.kind == QuestionKind.FILL_IN else self.question.text

    @property
    def partners(self) -> list[str]:
        """What lines may be matched with."""
        return partners_of(self.question)


def quiz_of(lesson: Lesson) -> Quiz | None:
    """The lesson's quiz."""
    return Quiz.objects.filter(lesson=lesson).first()


def attempts_at(quiz: Quiz, enrolment: Enrolment) -> list[Attempt]:
    """A learner's attempts, first to last."""
    return list(Attempt.objects.filter(quiz=quiz, enrolment=enrolment).order_by("number"))


def attempt_numbered(lesson: Lesson, enrolment: Enrolment, number: int) -> Attempt | None:
    """One attempt of a learner at a lesson's quiz."""
    found = Attempt.objects.filter(quiz__lesson=lesson, enrolment=enrolment, number=number)
    return found.select_related("quiz").first()


def marks(attempt: Attempt, current: int | None = None) -> list[Mark]:
    """Every question of the attempt with how it went, as far as the quiz tells."""
    found = []
    reveals = attempt.quiz.reveals
    told = reveals == Reveal.EACH or (reveals == Reveal.END and not attempt.is_open)
    for number, question in enumerate(questions_of(attempt), start=1):
        answer = attempt.answers.get(str(question.key))
        state = _state(answer, told)
        if number == current and not state:
            state = "now"
        rows = kind_of(question.kind).rows(question, answer["chosen"] if answer else [], order_of(attempt, question))
        share = share_of(answer) if answer else 0
        found.append(Mark(question, number, state, answer is not None, told and answer is not None, share, rows))
    return found


def _state(answer: dict[str, Any] | None, told: bool) -> str:
    if answer is None:
        return ""
    if not told:
        return "done"
    share = share_of(answer)
    return "right" if share == 100 else "part" if share else "wrong"


def attempts_left(quiz: Quiz, taken: int) -> int | None:
    """How many more attempts a learner has; None without a limit."""
    return max(0, quiz.attempts_allowed - taken) if quiz.attempts_allowed else None


def asked(quiz: Quiz) -> int:
    """How many questions an attempt asks."""
    written = quiz.questions.count()
    return min(quiz.draws or written, written)


def needed(quiz: Quiz, marks: list[Mark]) -> int | None:
    """How many right answers pass; None where they do not all count the same."""
    return _needed(quiz, [mark.question for mark in marks])


def needed_at_the_door(quiz: Quiz) -> int | None:
    """The same, before anything is drawn."""
    questions = list(quiz.questions.all())
    return _needed(quiz, questions[: quiz.draws]) if not _is_weighted(questions) else None


def _needed(quiz: Quiz, questions: list[Question]) -> int | None:
    return None if _is_weighted(questions) else -(-quiz.pass_mark * len(questions) // 100)


def _is_weighted(questions: list[Question]) -> bool:
    return any(question.points != 1 or question.penalty or question.takes_parts for question in questions)
