"""How long the parts of a lesson take."""

from __future__ import annotations

from tenant_apps.courses.estimates import code_reading, estimates, paging, reading
from tenant_apps.courses.models import Lesson, LessonKind
from tenant_apps.materials.models import HotSpot, LessonSession, Step, SurveyQuestion

A_STEP = 5.0
A_QUESTION = 0.5


@estimates(LessonKind.HOTSPOTS)
def of_spots(lesson: Lesson) -> float:
    """What the spots say."""
    return sum(reading(f"{spot.title} {spot.text}") for spot in HotSpot.objects.filter(lesson=lesson))


@estimates(LessonKind.PROJECT)
def of_steps(lesson: Lesson) -> float:
    """What the steps say, and doing them."""
    return sum(A_STEP + reading(step.text) for step in Step.objects.filter(lesson=lesson))


@estimates(LessonKind.CODE)
def of_code(lesson: Lesson) -> float:
    """Code is read at half the speed."""
    return sum(code_reading(listing.code) for listing in lesson.listings.all())


@estimates(LessonKind.PDF, LessonKind.SLIDES)
def of_pages(lesson: Lesson) -> float:
    """A minute for each page."""
    return paging(lesson.asset)


@estimates(LessonKind.SURVEY)
def of_questions(lesson: Lesson) -> float:
    """Half a minute for each question."""
    return A_QUESTION * SurveyQuestion.objects.filter(survey__lesson=lesson).count()


@estimates(LessonKind.LIVE)
def of_session(lesson: Lesson) -> float:
    """As long as it is set to be."""
    return LessonSession.objects.filter(lesson=lesson).values_list("minutes", flat=True).first() or 0
