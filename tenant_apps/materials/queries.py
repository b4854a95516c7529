"""Reading the parts of lessons."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Prefetch, Q, QuerySet

from marque.kit.errors import Refused
from tenant_apps.courses.blocks import rows_of
from tenant_apps.courses.models import BLOCKS_OF_KINDS, Course, Lesson, LessonBlock, LessonKind
from tenant_apps.learning.models import Enrolment
from tenant_apps.materials.models import (
    FINISHED,
    Asked,
    DiscussionMute,
    Package,
    PackageRun,
    Reply,
    Step,
    StepDone,
    Survey,
    SurveyAnswer,
    SurveyAnswered,
    SurveyQuestion,
    SurveyResponse,
)
from tenant_apps.media.models import Asset
from tenant_apps.people.models import Person

THREADS = 50
MOST_WORDS = 200
# of an anonymous survey fewer answers would have faces
LEAST_ANONYMOUS = 3
_BESIDE = (LessonKind.DISCUSSION, *BLOCKS_OF_KINDS)


@dataclass(frozen=True)
class Ticked:
    """A step, and whether this learner has done it."""

    step: Step
    done: bool


def steps_for(lesson: Lesson, enrolment: Enrolment | None) -> list[Ticked]:
    """The steps in order."""
    done = set(StepDone.objects.filter(enrolment=enrolment, step__lesson=lesson).values_list("step_id", flat=True))
    return [Ticked(step, step.pk in done) for step in Step.objects.filter(lesson=lesson)]


def has_discussion(lesson: Lesson) -> bool:
    """Whether learners talk below this lesson."""
    return shows(lesson, LessonKind.DISCUSSION)


def shows(lesson: Lesson, kind: str) -> bool:
    """Whether a lesson is of this kind, or shows what such a lesson holds on its page."""
    return lesson.kind == kind or (kind in _BESIDE and any(row.kind == kind for row in rows_of(lesson)))


def showing(kind: str) -> Q:
    """The lessons of which that is true."""
    is_it = Q(kind=kind)
    return is_it | Q(pk__in=LessonBlock.objects.filter(kind=kind).values("lesson")) if kind in _BESIDE else is_it


def picture_of(lesson: Lesson) -> Asset | None:
    """What a lesson's spots are on: its own file, or that of the part of its page."""
    if lesson.kind == LessonKind.HOTSPOTS:
        return lesson.asset
    return next((row.asset for row in rows_of(lesson) if row.kind == LessonKind.HOTSPOTS), None)


def survey_of(lesson: Lesson) -> Survey | None:
    """The survey with its questions."""
    return Survey.objects.filter(lesson=lesson).prefetch_related("questions").first()


def has_answered(survey: Survey, enrolment: Enrolment) -> bool:
    """Whether a learner answered, whatever the lesson was then; a finished lesson says nothing of that."""
    theirs = {"survey": survey, "enrolment": enrolment}
    return SurveyAnswered.objects.filter(**theirs).exists() or SurveyResponse.objects.filter(**theirs).exists()


@dataclass(frozen=True)
class Question:
    """A question of a survey with what was sent to it already, and what is wrong with that."""

    question: SurveyQuestion
    said: list[str]
    error: str = ""


def asked_in(survey: Survey | None, said: dict[str, list[str]], refused: Refused | None = None) -> list[Question]:
    """The questions as a learner meets them, the first time or after they were refused."""
    field, words = (refused.field, str(refused)) if refused else (None, "")
    return [
        Question(one, said.get(str(one.key), []), words if str(one.key) == field else "")
        for one in (survey.questions.all() if survey else ())
    ]


@dataclass
class Result:
    """What was answered to one question."""

    title: str
    asked: str
    answered: int
    counts: list[tuple[str, int, int]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    average: float | None = None


def is_shown(survey: Survey, responses: int) -> bool:
    """Whether so many answers may be looked at."""
    return responses > 0 and (not survey.is_anonymous or responses >= LEAST_ANONYMOUS)


def results_of(survey: Survey) -> list[Result]:
    """How often each answer was given, and what was said in words, in an order that tells nothing."""
    questions = list(survey.questions.all())
    counted: dict[int, Counter[int]] = {}
    chosen = SurveyAnswer.objects.filter(question__in=questions, choice__isnull=False)
    for question_id, choice, number in chosen.values_list("question_id", "choice").annotate(Count("pk")):
        counted.setdefault(question_id, Counter())[choice] = number
    people = SurveyAnswer.objects.filter(question__in=questions).values_list("question_id")
    answered = dict(people.annotate(Count("response_id", distinct=True)))
    return [_result(one, counted.get(one.pk, Counter()), answered.get(one.pk, 0)) for one in questions]


def _result(question: Any, counts: Counter[int], answered: int) -> Result:
    found = Result(question.title, question.asked, answered)
    if question.asked == Asked.WORDS:
        said = SurveyAnswer.objects.filter(question=question).exclude(words="").order_by("words")
        found.words = list(said.values_list("words", flat=True)[:MOST_WORDS])
        return found
    options = enumerate(question.options) if question.asked != Asked.SCALE else ((n, str(n)) for n in range(1, 6))
    share = max(answered, 1)
    found.counts = [(label, counts[place], round(100 * counts[place] / share)) for place, label in options]
    if question.asked == Asked.SCALE and answered:
        found.average = sum(place * number for place, number in counts.items()) / counts.total()
    return found


def parts_for(package: Package, enrolment: Enrolment) -> list[dict[str, Any]]:
    """The parts of a package as its player reads them: where each begins, and what it kept for this learner."""
    runs = {run.part: run for run in PackageRun.objects.filter(package=package, enrolment=enrolment)}
    told = []
    for part in package.parts:
        run = runs.get(part["id"])
        told.append(part | {"kept": run.kept if run else {}, "finished": bool(run and run.state in FINISHED)})
    return told


def threads_in(lesson: Lesson, number: int = 1) -> Page[Reply]:
    """What was said to all, the newest first, with the answers beneath."""
    answers = Reply.objects.select_related("person").order_by("pk")
    said = Reply.objects.filter(lesson=lesson, answers=None).select_related("person").order_by("-pk")
    return Paginator(said.prefetch_related(Prefetch("replies", answers)), THREADS).get_page(number)


def is_muted(lesson: Lesson, person: Person) -> bool:
    """Whether this person wants no letters about it."""
    return DiscussionMute.objects.filter(lesson=lesson, person=person).exists()


def replies_in(courses: QuerySet[Course]) -> QuerySet[Reply]:
    """Everything that was said in these courses, the newest first."""
    return Reply.objects.filter(lesson__course__in=courses).select_related("person", "lesson__course").order_by("-pk")
