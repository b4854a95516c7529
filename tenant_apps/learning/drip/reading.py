"""Reading the facts that rules ask for: a handful of queries, however many learners."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery

from marque.kit.clock import now
from tenant_apps.learning.drip.deciding import Facts
from tenant_apps.learning.drip.plan import CoursePlan
from tenant_apps.learning.models import AwaitedCourse, Enrolment, LessonProgress, LessonScore, Pause
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
    # what nothing keeps is open from the start, unless that is still ahead: a hand may have given it before
    at = now()
    ruled = [each.pk for each in found if plans[each.course_id].ruled or each.awaits or each.started_at > at]
    keys = {lesson.pk: lesson.key for plan in plans.values() for lesson in plan.lessons.values()}
    rows = progress if progress is not None else _progress(ruled)
    scores, own, courses = _scores(ruled, plans), _own(ruled, keys), _courses(found, plans)
    awaited = _awaited([each.pk for each in found if each.awaits])
    away = _elsewhere({each.person_id for each in found}, plans)
    return {
        each.pk: Facts(
            started_at=each.started_at,
            zone=zone_of(each.person),
            visited_at=each.visited_at,
            completed={
                **away.get(each.person_id, {}).get("completed", {}),
                **_moments(rows.get(each.pk, ()), keys, "completed_at"),
            },
            opened=_moments(rows.get(each.pk, ()), keys, "first_opened_at"),
            courses=courses.get(each.person_id, {}),
            scores={**away.get(each.person_id, {}).get("scores", {}), **scores.get(each.pk, {})},
            awaited=tuple(awaited.get(each.pk, ())),
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
    pauses = Pause.objects.filter(enrolment=OuterRef("pk")).order_by("ended_at")
    ends, lasted = ArraySubquery(pauses.values("ended_at")), ArraySubquery(pauses.values("days"))
    rows = Enrolment.objects.filter(pk__in=ruled).values_list(*columns, ends, lasted)
    for pk, lesson, at, *own, ended, days in rows:
        known = dict(zip(names, own, strict=True)) | {"pauses": tuple(zip(ended, days, strict=True))}
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


def _elsewhere(people: set[int], plans: dict[int, CoursePlan]) -> ByEnrolment:
    """By person: what they finished and scored of other courses' lessons that conditions name."""
    keys = {lesson.pk: key for plan in plans.values() for key, lesson in plan.elsewhere.items()}
    found: ByEnrolment = {}
    if not keys:
        return found
    done = LessonProgress.objects.filter(enrolment__person__in=people, lesson__in=keys, completed_at__isnull=False)
    for person, lesson, at in done.values_list("enrolment__person_id", "lesson_id", "completed_at"):
        found.setdefault(person, {"completed": {}, "scores": {}})["completed"][keys[lesson]] = at
    rows = LessonScore.objects.filter(enrolment__person__in=people, lesson__in=keys)
    for person, lesson, score, at in rows.values_list("enrolment__person_id", "lesson_id", "score", "reached_at"):
        theirs = found.setdefault(person, {"completed": {}, "scores": {}})["scores"]
        theirs[keys[lesson]] = (*theirs.get(keys[lesson], ()), (score, at))
    return found


def _awaited(waiting: list[int]) -> dict[int, list[tuple[str, datetime | None]]]:
    """The courses each of these waits for, and when its learner finished them."""
    found: dict[int, list[tuple[str, datetime | None]]] = {}
    if not waiting:
        return found
    there = Enrolment.objects.filter(person=OuterRef("enrolment__person"), course=OuterRef("course"))
    rows = AwaitedCourse.objects.filter(enrolment__in=waiting).order_by("course__title")
    rows = rows.annotate(done_at=Subquery(there.values("completed_at")))
    for enrolment, title, at in rows.values_list("enrolment_id", "course__title", "done_at").distinct():
        found.setdefault(enrolment, []).append((title, at))
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
