"""Reading quizzes and attempts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from tenant_apps.assessments.actions.files import asked_by_question
from tenant_apps.assessments.actions.grading import score_of, share_of
from tenant_apps.assessments.drawing import draw, order_of, questions_of
from tenant_apps.assessments.feedback import Rubric, ShownWork, rubric_of, shown_works
from tenant_apps.assessments.kinds import Kind, Row, kind_of
from tenant_apps.assessments.kinds.gaps import without_answers
from tenant_apps.assessments.kinds.placed import partners_of
from tenant_apps.assessments.kinds.spots import Region, right_regions
from tenant_apps.assessments.models import (
    Attempt,
    BankDraw,
    OpenAnswer,
    Question,
    QuestionKind,
    QuestionVersion,
    Quiz,
    Reveal,
)
from tenant_apps.courses.models import Lesson
from tenant_apps.learning.models import Enrolment
from tenant_apps.media.formats import extensions_of
from tenant_apps.media.signing import media_url

MOST_VERSIONS = 50


@dataclass(frozen=True)
class Mark:
    """A question in one attempt.

    Its state is `right`, `part`, `wrong`, `now`, `done` where that is not told, `waits` for a person, or not reached.
    """

    attempt: Attempt
    question: Question
    number: int
    state: str
    answered: bool
    told: bool
    share: int
    rows: list[Row]
    waits: bool = False
    # what was given where a person grades, the draft of it before
    given: OpenAnswer | None = None

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

    @property
    def regions(self) -> list[Region]:
        """The places that were to be marked."""
        return right_regions(self.question)

    @property
    def picture(self) -> str:
        """Where the learner has the question's picture for a while; blank when it has none any more."""
        asset = self.question.picture
        return media_url(asset, person=self.attempt.enrolment.person) if asset else ""

    @property
    def works(self) -> list[ShownWork]:
        """The learner's own files."""
        user = self.attempt.enrolment.person.user
        return shown_works(self.given, user) if self.given and user else []

    @property
    def accept(self) -> str:
        """What a file input lets through."""
        return extensions_of(asked_by_question(self.question).kinds)

    @property
    def rubric(self) -> Rubric | None:
        """The levels that were given."""
        return rubric_of(self.given.marks) if self.given else None


def versions_of(question: UUID) -> list[QuestionVersion]:
    """What a question said before, the newest first."""
    return list(QuestionVersion.objects.filter(question=question)[:MOST_VERSIONS])


def quiz_of(lesson: Lesson) -> Quiz | None:
    """The lesson's quiz."""
    return Quiz.objects.filter(lesson=lesson).first()


def attempts_at(quiz: Quiz, enrolment: Enrolment) -> list[Attempt]:
    """A learner's attempts, first to last."""
    return list(Attempt.objects.filter(quiz=quiz, enrolment=enrolment).order_by("number"))


def attempt_numbered(lesson: Lesson, enrolment: Enrolment, number: int) -> Attempt | None:
    """One attempt of a learner at a lesson's quiz."""
    found = Attempt.objects.filter(quiz__lesson=lesson, enrolment=enrolment, number=number)
    return found.select_related("quiz", "enrolment__person__user").first()


def marks(attempt: Attempt, current: int | None = None) -> list[Mark]:
    """Every question of the attempt with how it went, as far as the quiz tells."""
    reveals, questions = attempt.quiz.reveals, questions_of(attempt)
    told = reveals == Reveal.EACH or (reveals == Reveal.END and not attempt.is_open)
    given = open_answers_of(attempt, questions)
    found = [_mark(attempt, question, number, told) for number, question in enumerate(questions, start=1)]
    return [
        replace(mark, state=mark.state or ("now" if mark.number == current else ""), given=given.get(mark.question.key))
        for mark in found
    ]


def open_answers_of(attempt: Attempt, questions: list[Question]) -> dict[UUID, OpenAnswer]:
    """What was given to questions that a person grades, by the question; no query where there are none."""
    if not any(kind_of(question.kind).is_open for question in questions):
        return {}
    return {each.question: each for each in attempt.open_answers.all()}


def _mark(attempt: Attempt, question: Question, number: int, told: bool) -> Mark:
    answer = attempt.answers.get(str(question.key))
    said, waits = (answer["chosen"], bool(answer.get("waits"))) if answer else ([], False)
    return Mark(
        attempt=attempt,
        question=question,
        number=number,
        state="waits" if waits and not attempt.is_open else _state(answer, told and not waits),
        answered=answer is not None,
        told=told and answer is not None and not waits,
        share=share_of(answer) if answer else 0,
        rows=kind_of(question.kind).rows(question, said, order_of(attempt, question)),
        waits=waits,
    )


def so_far(attempt: Attempt, marks: list[Mark]) -> int:
    """The score of what is graded already, as if the rest were worth nothing."""
    return score_of([mark.question for mark in marks], attempt.answers)


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
    return len(draw(quiz).keys)


def needed(quiz: Quiz, marks: list[Mark]) -> int | None:
    """How many right answers pass; None where they do not all count the same."""
    return _needed(quiz, [mark.question for mark in marks])


def needed_at_the_door(quiz: Quiz) -> int | None:
    """The same, before anything is drawn."""
    if BankDraw.objects.filter(quiz=quiz).exists():  # what is drawn may count more or less
        return None
    questions = list(quiz.questions.all())
    return _needed(quiz, questions[: quiz.draws]) if not _is_weighted(questions) else None


def _needed(quiz: Quiz, questions: list[Question]) -> int | None:
    return None if _is_weighted(questions) else -(-quiz.pass_mark * len(questions) // 100)


def _is_weighted(questions: list[Question]) -> bool:
    return any(
        question.points != 1 or question.penalty or question.takes_parts or kind_of(question.kind).is_open
        for question in questions
    )
