"""Who is to be told in the morning what changed in a lesson they had finished: written down once for each change."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from psycopg import sql

from marque.kit.clock import now as clock_now
from marque.kit.zones import zone_named
from tenant_apps.courses.models import Lesson
from tenant_apps.learning.release import next_morning
from tenant_apps.people.models import Person
from themes.clocks import business_zone

# a statement may take five seconds
BATCH = 10_000
# whom `outline.unread_change` would tell; it is asked again when the email is written. In the order of their ids, so
# that two changes at once wait for each other instead of locking each other out
_NOTE = sql.SQL(
    "WITH found AS ("
    "SELECT e.id, p.time_zone FROM learning_lessonprogress AS done"
    " JOIN learning_enrolment AS e ON e.id = done.enrolment_id JOIN people_person AS p ON p.id = e.person_id"
    " WHERE done.lesson_id = {lesson} AND done.enrolment_id > {after}"
    " AND done.completed_at < {changed} AND done.touched_at < {changed} AND e.ended_at IS NULL"
    " AND NOT EXISTS (SELECT FROM learning_learnerchoice AS c"
    " WHERE c.person_id = p.id AND c.digest_stopped_at IS NOT NULL)"
    " ORDER BY e.id LIMIT {most}"
    "), noted AS ("
    "INSERT INTO learning_changenotice AS notice (key, created_at, enrolment_id, lesson_id, changed_at, mail_at)"
    " SELECT gen_random_uuid(), {now}, found.id, {lesson}, {changed}, COALESCE(mornings.at, {other})"
    " FROM found LEFT JOIN (VALUES {mornings}) AS mornings (zone, at) ON mornings.zone = found.time_zone"
    " ORDER BY found.id"
    # a change that waits to be told is told with the newer one, on its own morning
    " ON CONFLICT (enrolment_id, lesson_id) DO UPDATE SET changed_at = EXCLUDED.changed_at, digest_id = NULL,"
    " mail_at = LEAST(CASE WHEN notice.digest_id IS NULL THEN notice.mail_at END, EXCLUDED.mail_at)"
    " WHERE notice.changed_at < EXCLUDED.changed_at)"
    " SELECT max(id), count(*) FROM found"
)


@transaction.atomic
def note_change(*, lesson: Lesson, now: datetime | None = None, most: int = BATCH) -> None:
    """Have everybody told who had finished a lesson before its last change that is to be told. Safe to repeat."""
    changed = lesson.changed_at
    if changed is None:
        return
    zones = Person.objects.filter(enrolments__progress__lesson=lesson).values_list("time_zone", flat=True).distinct()
    business = business_zone()
    morning = {zone: next_morning(changed, zone_named(zone, business.key)) for zone in {*zones, ""}}
    mornings = (sql.SQL("({}, {})").format(sql.Literal(zone), sql.Literal(at)) for zone, at in morning.items())
    said = {
        "lesson": sql.Literal(lesson.pk),
        "changed": sql.Literal(changed),
        "now": sql.Literal(now or clock_now()),
        "other": sql.Literal(morning[""]),
        "mornings": sql.SQL(", ").join(mornings),
        "most": sql.Literal(most),
    }
    after: int | None = 0
    with connection.cursor() as cursor:
        # a batch's keys are checked with it: at the commit all of them would be one statement's work
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        while after is not None:
            cursor.execute(_NOTE.format(after=sql.Literal(after), **said).as_string(cursor.connection))
            last, found = cursor.fetchone()
            after = last if found == most else None
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
