"""Reading quizzes and attempts."""

from __future__ import annotations

from dataclasses import dataclass

from tenant_apps.assessments.models import Attempt, Question, Quiz
from tenant_apps.courses.models import Lesson
from tenant_apps.learning.models import Enrolment


@dataclass(frozen=True)
class Mark:
    """A question in one attempt: `right`, `wrong`, `now` or not reached yet."""

    question: Question
    number: int
    state: str
    chosen: frozenset[str]


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
    """Every question of the attempt with how it went."""
    found = []
    questions = attempt.quiz.questions.prefetch_related("choices").order_by("position")
    for number, question in enumerate(questions, start=1):
        answer = attempt.answers.get(str(question.key))
        state = "" if answer is None else "right" if answer["right"] else "wrong"
        if number == current and not state:
            state = "now"
        found.append(Mark(question, number, state, frozenset(answer["chosen"]) if answer else frozenset()))
    return found


def needed(quiz: Quiz, questions: int) -> int:
    """How many right answers pass."""
    return -(-quiz.pass_mark * questions // 100)
