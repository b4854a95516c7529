"""What learners did, as statements: the same ones whether they are sent as they happen or downloaded years after."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from tenant_apps.assessments.actions.grading import share_of
from tenant_apps.assessments.models import Attempt, GradeOverride, Submission
from tenant_apps.learning.models import Enrolment, LessonProgress, LessonScore
from tenant_apps.webhooks.actions import Told
from tenant_apps.xapi.statements import Speaker, told
from tenant_apps.xapi.words import QUESTION

_LONGEST_ANSWER = 500


def enrolled(by: Speaker, place: Enrolment) -> Told:
    """Somebody has a place in a course."""
    return told(by, "registered", by.course(place.course), place=place, at=place.started_at)


def finished(by: Speaker, place: Enrolment) -> Told | None:
    """Somebody finished a course."""
    if place.completed_at is None:
        return None
    result = {"completion": True, "duration": _long(place.completed_at - place.started_at)}
    return told(by, "completed", by.course(place.course), place=place, at=place.completed_at, result=result)


def opened(by: Speaker, row: LessonProgress) -> Told:
    """Somebody looked into a lesson for the first time."""
    course = by.course(row.enrolment.course)
    thing = by.lesson(row.lesson)
    return told(by, "initialized", thing, place=row.enrolment, at=row.first_opened_at, parents=(course,))


def done(by: Speaker, rows: Collection[LessonProgress]) -> Iterator[Told]:
    """Lessons that were finished, and how many the learner had finished in the course by then. One query."""
    moments = _moments(row.enrolment_id for row in rows)
    for row in rows:
        if row.completed_at is None:
            continue
        course, place = by.course(row.enrolment.course), row.enrolment
        result = {"completion": True}
        yield told(
            by, "completed", by.lesson(row.lesson), place=place, at=row.completed_at, result=result, parents=(course,)
        )
        # a number that stays true: how many lessons a course has changes with the course
        so_far = bisect_right(moments[row.enrolment_id], row.completed_at)
        extensions = {"extensions": {f"{by.home}/xapi/lessons-done": so_far}}
        yield told(by, "progressed", course, place=place, at=row.completed_at, result=extensions)


def attempted(by: Speaker, attempt: Attempt) -> Iterator[Told]:
    """Each answer of an attempt that is over, and whether it was passed."""
    if attempt.submitted_at is None or attempt.score is None:
        return
    lesson, place, at = attempt.quiz.lesson, attempt.enrolment, attempt.submitted_at
    quiz, course = by.lesson(lesson), by.course(place.course)
    titles = {sheet["key"]: sheet["text"] for sheet in attempt.paper or []}
    for key in attempt.drawn or list(attempt.answers):
        if (answer := attempt.answers.get(key)) is not None:
            thing = by.thing(f"questions/{key}", QUESTION, titles.get(key, ""))
            thing["definition"]["interactionType"] = "other"
            share = share_of(answer)
            result = {"success": share == 100, "score": {"scaled": round(share / 100, 4)}, "response": _said(answer)}
            result["extensions"] = {f"{by.home}/xapi/attempt": attempt.number}
            yield told(by, "answered", thing, place=place, at=at, result=result, parents=(quiz,))
    passed = attempt.passed_at is not None
    result = {"success": passed, "completion": True, "score": _score(attempt.score)}
    result["duration"] = _long(at - attempt.started_at)
    result["extensions"] = {f"{by.home}/xapi/attempt": attempt.number}
    yield told(by, "passed" if passed else "failed", quiz, place=place, at=at, result=result, parents=(course,))


def handed_in(by: Speaker, work: Submission) -> Told | None:
    """Somebody handed in work."""
    if work.submitted_at is None:
        return None
    result = {"extensions": {f"{by.home}/xapi/attempt": work.number}}
    course, thing = by.course(work.enrolment.course), by.lesson(work.assignment.lesson)
    return told(by, "submitted", thing, place=work.enrolment, at=work.submitted_at, result=result, parents=(course,))


def graded(by: Speaker, work: Submission) -> Told | None:
    """The work was passed, or returned."""
    if work.graded_at is None:
        return None
    passed = work.passed_at is not None
    result: dict[str, Any] = {"success": passed, "extensions": {f"{by.home}/xapi/attempt": work.number}}
    if work.score is not None:
        result["score"] = _score(work.score)
    verb, thing = "passed" if passed else "failed", by.lesson(work.assignment.lesson)
    course = by.course(work.enrolment.course)
    return told(by, verb, thing, place=work.enrolment, at=work.graded_at, result=result, parents=(course,))


def scored(by: Speaker, grade: GradeOverride) -> Told:
    """Somebody of the team set a grade by hand."""
    place, result = grade.enrolment, {"score": _score(grade.score)}
    thing, course = by.lesson(grade.lesson), by.course(place.course)
    return told(by, "scored", thing, place=place, at=grade.set_at, result=result, parents=(course,))


def reached(by: Speaker, best: LessonScore) -> Told:
    """A package gave a score that was better than any before."""
    place = best.enrolment
    thing, course = by.lesson(best.lesson), by.course(place.course)
    result = {"score": _score(best.score)}
    return told(by, "scored", thing, place=place, at=best.reached_at, result=result, parents=(course,))


def _moments(enrolments: Iterable[int]) -> dict[int, list[datetime]]:
    rows = LessonProgress.objects.filter(enrolment__in=set(enrolments), completed_at__isnull=False)
    found: dict[int, list[datetime]] = {}
    for enrolment_id, at in rows.order_by("completed_at").values_list("enrolment_id", "completed_at"):
        found.setdefault(enrolment_id, []).append(at)
    return found


def _score(percent: int) -> dict[str, Any]:
    return {"scaled": round(percent / 100, 4), "raw": percent, "min": 0, "max": 100}


def _said(answer: dict[str, Any]) -> str:
    return "[,]".join(str(one) for one in answer.get("chosen", []))[:_LONGEST_ANSWER]


def _long(span: timedelta) -> str:
    """ISO 8601, to the hundredth of a second, which is all that stores compare."""
    return f"PT{max(span.total_seconds(), 0):.2f}S"
