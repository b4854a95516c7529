"""Reading the facts that rules ask for: a handful of queries, however many learners."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from tenant_apps.learning.drip.deciding import Facts
from tenant_apps.learning.drip.plan import CoursePlan
from tenant_apps.learning.models import Enrolment, LessonProgress, LessonScore
from tenant_apps.learning.release import zone_of

ByEnrolment = dict[int, dict[str, Any]]


def facts_of(enrolment: Enrolment, plan: CoursePlan) -> Facts:
    """What is known of one learner."""
    return facts_for([enrolment], {plan.course_id: plan})[enrolment.pk]


def facts_for(
    enrolments: Iterable[Enrolment],
    plans: dict[int, CoursePlan],
    progress: dict[int, list[LessonProgress]] | None = None,
) -> dict[int, Facts]:
    """What is known of each, by enrolment. `progress` is what was read already."""
    found = list(enrolments)
    ruled = [each.pk for each in found if plans[each.course_id].ruled]
    keys = {lesson.pk: lesson.key for plan in plans.values() for lesson in plan.lessons.values()}
    rows = progress if progress is not None else _progress(ruled)
    scores, own, courses = _scores(ruled, plans), _own(ruled, keys), _courses(found, plans)
    return {
        each.pk: Facts(
            started_at=each.started_at,
            zone=zone_of(each.person),
            visited_at=each.visited_at,
            completed=_moments(rows.get(each.pk, ()), keys, "completed_at"),
            opened=_moments(rows.get(each.pk, ()), keys, "first_opened_at"),
            courses=courses.get(each.person_id, {}),
            scores=scores.get(each.pk, {}),
            **own.get(each.pk, {}),
        )
        for each in found
    }


def _moments(rows: Iterable[LessonProgress], keys: dict[int, str], name: str) -> dict[str, datetime]:
    return {keys[row.lesson_id]: getattr(row, name) for row in rows if row.lesson_id in keys and getattr(row, name)}


def _progress(ruled: list[int]) -> dict[int, list[LessonProgress]]:
    found: dict[int, list[LessonProgress]] = {}
    for row in LessonProgress.objects.filter(enrolment__in=ruled):
        found.setdefault(row.enrolment_id, []).append(row)
    return found


def _own(ruled: list[int], keys: dict[int, str]) -> ByEnrolment:
    """What holds for one learner alone, in one query: what was released to them, their pace, their cohort's start."""
    if not ruled:
        return {}
    pace = ("pace__full_access_at", "pace__paused_at", "pace__paused_days", "pace__resumed_at")
    columns = ("pk", "releases__lesson_id", "releases__opens_at", "place__cohort__starts_on", "place__placed_at", *pace)
    found: ByEnrolment = {}
    names = ("cohort_starts_on", "placed_at", "full_access_at", "paused_at", "paused_days", "resumed_at")
    for pk, lesson, at, *own in Enrolment.objects.filter(pk__in=ruled).values_list(*columns):
        known = dict(zip(names, own, strict=True))
        mine = found.setdefault(pk, {"released": {}, **known, "paused_days": known["paused_days"] or 0})
        if lesson in keys:
            mine["released"][keys[lesson]] = at
    return found


def _scores(ruled: list[int], plans: dict[int, CoursePlan]) -> ByEnrolment:
    wanted = {key for plan in plans.values() for key in plan.keys_asked("scored")}
    if not wanted or not ruled:
        return {}
    found: ByEnrolment = {}
    rows = LessonScore.objects.filter(enrolment__in=ruled, lesson__key__in=wanted)
    for enrolment, key, score, at in rows.values_list("enrolment_id", "lesson__key", "score", "reached_at"):
        mine = found.setdefault(enrolment, {})
        mine[str(key)] = (*mine.get(str(key), ()), (score, at))
    return found


def _courses(found: list[Enrolment], plans: dict[int, CoursePlan]) -> ByEnrolment:
    """By person: the other courses they finished."""
    wanted = {key for plan in plans.values() for key in plan.keys_asked("course")}
    if not wanted:
        return {}
    done: ByEnrolment = {}
    people = {each.person_id for each in found}
    rows = Enrolment.objects.filter(person__in=people, course__key__in=wanted, completed_at__isnull=False)
    for person, key, at in rows.values_list("person_id", "course__key", "completed_at"):
        done.setdefault(person, {})[str(key)] = at
    return done
