"""Until when a learner has quizzes to pass and work to hand in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from marque.kit.clock import now as clock_now
from tenant_apps.assessments.deadlines import due_after_opening, due_on_cohort_day
from tenant_apps.assessments.models import Assignment, Attempt, Quiz, Submission
from tenant_apps.assessments.models.attempts import WAITING
from tenant_apps.courses.models import LessonKind
from tenant_apps.learning.agenda import Ahead, lesson_due
from tenant_apps.learning.dates import NOTHING, given_in
from tenant_apps.learning.drip.deciding import standings
from tenant_apps.learning.drip.plan import plans_of
from tenant_apps.learning.drip.reading import facts_for
from tenant_apps.learning.models import CohortPlace, Enrolment
from tenant_apps.learning.release import zone_of
from tenant_apps.people.models import Person

# rows stay where a lesson becomes another kind
_OF_QUIZZES = Q(lesson__kind=LessonKind.QUIZ)
_OF_ASSIGNMENTS = Q(lesson__kind=LessonKind.ASSIGNMENT)


def upcoming(person: Person, since: datetime, until: datetime) -> list[Ahead]:
    """Dates from `since` to before `until` of what is not done yet, the soonest first."""
    places = list(Enrolment.objects.live().filter(person=person).select_related("course", "person"))
    return sorted((each for _place, each in due_in(places, since, until)), key=lambda each: (each.at, each.uid))


def dated_courses(since: datetime, until: datetime) -> set[int]:
    """The courses in which a usual date falls into that time, or may: some count from a day of each learner's own."""
    on_date = Q(due_at__gte=since, due_at__lt=until)
    counted = Q(due_days__isnull=False) | Q(due_cohort_day__isnull=False)
    quizzes = Quiz.objects.filter(_OF_QUIZZES, on_date)
    assignments = Assignment.objects.filter(_OF_ASSIGNMENTS, on_date | counted)
    return {course for rows in (quizzes, assignments) for course in rows.values_list("lesson__course", flat=True)}


def due_in(places: Sequence[Enrolment], since: datetime, until: datetime) -> list[tuple[Enrolment, Ahead]]:
    """The same for these places, whoever has them; as many queries for any number. Needs their courses and people.

    A quiz that is passed, waits to be graded or leaves no attempt and work that is handed in are done.
    """
    given = given_in([place.pk for place in places])
    found = []
    for kind, place, one, usual in (*_quizzes(places), *_assignments(places)):
        said = given.get((place.pk, one.lesson_id), NOTHING)
        due = said.due(usual)
        if due is not None and since <= due < until:
            ahead = lesson_due(kind, one.lesson, place.course, due, is_extended=said.is_extended(usual))
            found.append((place, ahead))
    return found


def _quizzes(places: Sequence[Enrolment]) -> Iterator[tuple[str, Enrolment, Any, datetime | None]]:
    mine = Attempt.objects.filter(enrolment__in=places)
    # what waits to be graded is in somebody else's hands
    done = set(mine.filter(Q(passed_at__isnull=False) | WAITING).values_list("enrolment_id", "quiz_id"))
    over = mine.filter(submitted_at__isnull=False).values_list("enrolment_id", "quiz_id").annotate(count=Count("pk"))
    taken = {(place, quiz): count for place, quiz, count in over}
    for place, quiz in _in_courses(places, Quiz.objects.filter(_OF_QUIZZES)):
        used_up = quiz.attempts_allowed and taken.get((place.pk, quiz.pk), 0) >= quiz.attempts_allowed
        if not used_up and (place.pk, quiz.pk) not in done:
            yield "quiz", place, quiz, quiz.due_at


def _assignments(places: Sequence[Enrolment]) -> Iterator[tuple[str, Enrolment, Any, datetime | None]]:
    sent = Submission.objects.filter(enrolment__in=places, submitted_at__isnull=False)
    # a returned work is to be handed in again
    done = set(sent.exclude(graded_at__isnull=False, passed_at=None).values_list("enrolment_id", "assignment_id"))
    there = _in_courses(places, Assignment.objects.filter(_OF_ASSIGNMENTS))
    pairs = [(place, one) for place, one in there if (place.pk, one.pk) not in done]
    opened = _openings({place.pk: place for place, one in pairs if one.due_days is not None}.values())
    cohorts = {
        row.enrolment_id: row.cohort
        for row in CohortPlace.objects.filter(enrolment__in=places).select_related("cohort")
    }
    for place, one in pairs:
        usual = one.due_at
        if one.due_days is not None:
            at = opened.get((place.pk, one.lesson_id))
            usual = due_after_opening(one, at) if at is not None else None
        elif one.due_cohort_day is not None and place.pk in cohorts:
            usual = due_on_cohort_day(one, cohorts[place.pk], zone_of(place.person))
        yield "assignment", place, one, usual


def _in_courses(places: Sequence[Enrolment], kept: QuerySet[Any]) -> Iterator[tuple[Enrolment, Any]]:
    rows = kept.filter(
        lesson__course__in={place.course_id for place in places},
        lesson__archived_at=None,
        lesson__draft_since=None,
    ).select_related("lesson")
    by_course = defaultdict(list)
    for place in places:
        by_course[place.course_id].append(place)
    for row in rows:
        yield from ((place, row) for place in by_course[row.lesson.course_id])


def _openings(places: Iterable[Enrolment]) -> dict[tuple[int, int], datetime]:
    """When each lesson opened or is to open, where that is known."""
    found = list(places)
    plans = plans_of({place.course_id: place.course for place in found}.values())
    facts, at = facts_for(found, plans), clock_now()
    return {
        (place.pk, lesson): standing.at
        for place in found
        for lesson, standing in standings(plans[place.course_id], facts[place.pk], at).items()
        if standing.at is not None
    }
