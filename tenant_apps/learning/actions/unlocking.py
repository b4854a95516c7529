"""The sweep: writes down what has opened to whom, then tells it, each once, killed or not.

An enrolment is looked at when something may have opened: at a moment known before (`look_at`), or because something
happened. The row is held meanwhile, so what happens during a look leads to another one.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection, transaction
from psycopg import sql

from marque.kit.clock import now as clock_now
from marque.kit.facts.outbox import publish_all
from tenant_apps.courses import rules
from tenant_apps.courses.models import Course, Lesson, Module
from tenant_apps.learning.drip.bulk import Bulk
from tenant_apps.learning.drip.plan import CoursePlan, plan_of
from tenant_apps.learning.events import LessonUnlocked
from tenant_apps.learning.models import Enrolment, LessonRelease

logger = logging.getLogger(__name__)

# how long a course rests whose rules could not be decided
PATIENCE = timedelta(hours=1)
LOOKED_AT = 2_000
TOLD = 500
_NOTE = sql.SQL(
    "WITH found AS ({moments}), noted AS ("
    "INSERT INTO learning_lessonrelease"
    " (key, created_at, enrolment_id, lesson_id, opens_at, mail_at, reason, given_by)"
    " SELECT gen_random_uuid(), {now}, enrolment_id, lesson_id, at,"
    # who stopped these emails has none to come
    " CASE WHEN at > known_at AND NOT EXISTS (SELECT FROM learning_learnerchoice AS choice"
    " JOIN learning_enrolment AS own ON own.person_id = choice.person_id"
    " WHERE own.id = found.enrolment_id AND choice.digest_stopped_at IS NOT NULL)"
    " THEN CASE WHEN at <= today THEN today ELSE tomorrow END END, '', ''"
    " FROM found CROSS JOIN LATERAL (SELECT"
    " ((at AT TIME ZONE zone)::date + time '09:00') AT TIME ZONE zone AS today,"
    " ((at AT TIME ZONE zone)::date + 1 + time '09:00') AT TIME ZONE zone AS tomorrow) AS mornings"
    " WHERE at <= {now} AND NOT EXISTS (SELECT FROM learning_lessonrelease AS r"
    " WHERE r.enrolment_id = found.enrolment_id AND r.lesson_id = found.lesson_id"
    " AND (r.opens_at <= {now} OR r.unlocked_at IS NOT NULL))"
    # the rule was earlier than a hand
    " ON CONFLICT (enrolment_id, lesson_id) DO UPDATE SET opens_at = EXCLUDED.opens_at, mail_at = EXCLUDED.mail_at"
    " RETURNING 1)"
    " UPDATE learning_enrolment AS e SET look_at = later.at FROM ("
    "SELECT enrolment_id, min(at) FILTER (WHERE at > {now} AND at < 'infinity') AS at FROM found GROUP BY 1"
    ") AS later WHERE e.id = later.enrolment_id RETURNING (SELECT count(*) FROM noted)"
)


def look(*, now: datetime | None = None, most: int = LOOKED_AT) -> int:
    """Write down what has opened for a batch of those whose time has come; returns how many were looked at."""
    at = now or clock_now()
    with transaction.atomic():
        due = Enrolment.objects.live().filter(look_at__lte=at).order_by("look_at")
        due = due.select_for_update(skip_locked=True, no_key=True, of=("self",))
        found: dict[int, list[int]] = defaultdict(list)
        for pk, course in due.values_list("pk", "course_id")[:most]:
            found[course].append(pk)
        for each in Course.objects.filter(pk__in=found):
            _look_in(each, found[each.pk], at)
    return sum(len(enrolments) for enrolments in found.values())


def _look_in(course: Course, enrolments: list[int], at: datetime) -> None:
    """Look at one course; where that fails, the others must not wait for it."""
    try:
        with transaction.atomic():
            _note(plan_of(course), enrolments, at)
    except Exception:
        logger.exception("What opens in the course %s could not be decided.", course.key)
        Enrolment.objects.filter(pk__in=enrolments).update(look_at=at + PATIENCE)


def _note(plan: CoursePlan, enrolments: list[int], at: datetime) -> None:
    if not plan.ruled:
        Enrolment.objects.filter(pk__in=enrolments).update(look_at=None)
        return
    query = _NOTE.format(moments=Bulk(plan, enrolments).moments(), now=sql.Literal(at))
    with connection.cursor() as cursor:
        cursor.execute(query.as_string(cursor.connection))


@transaction.atomic
def tell(*, now: datetime | None = None, most: int = TOLD) -> int:
    """Publish LessonUnlocked for a batch of lessons that are open and were not told yet; returns how many."""
    at = now or clock_now()
    rows = LessonRelease.objects.filter(unlocked_at=None, opens_at__lte=at).order_by("opens_at")
    rows = rows.select_for_update(skip_locked=True, of=("self",)).select_related("enrolment")
    found = list(rows[:most])
    publish_all(
        [
            LessonUnlocked(
                enrolment_id=row.enrolment_id,
                person_id=row.enrolment.person_id,
                course_id=row.enrolment.course_id,
                lesson_id=row.lesson_id,
            )
            for row in found
        ]
    )
    LessonRelease.objects.filter(pk__in=[row.pk for row in found]).update(unlocked_at=at)
    return len(found)


def look_again(*, enrolments: Iterable[int], now: datetime | None = None) -> None:
    """Have the sweep look at these soon: something happened that may open something."""
    Enrolment.objects.filter(pk__in=list(enrolments)).update(look_at=now or clock_now())


def look_elsewhere(*, person_id: int, lesson: Lesson, now: datetime | None = None) -> None:
    """Have the sweep look at a person's other courses that have a rule about this lesson."""
    others = dict(
        Enrolment.objects.live().filter(person=person_id).exclude(course=lesson.course_id).values_list("course", "pk")
    )
    if not others:
        return
    ruled = {"course__in": others, "release__isnull": False}
    parts = [*Module.objects.live().filter(**ruled), *Lesson.objects.published().filter(**ruled).defer("body")]
    key = str(lesson.key)
    waiting = {part.course_id for part in parts if any(each.key == key for each in rules.conditions(part.rule))}
    look_again(enrolments=[others[course] for course in waiting], now=now)


def look_again_at_course(*, course_id: int, now: datetime | None = None) -> None:
    """Have the sweep look at everybody in a course: its rules say something else."""
    Enrolment.objects.live().filter(course_id=course_id).update(look_at=now or clock_now())
