"""The decision of `deciding`, for thousands of learners in one statement. A test holds the two together.

A moment nobody can know yet is `infinity`, so that all-of is GREATEST and any-of is LEAST.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache

from django.db import connection
from psycopg import sql

from marque.kit.zones import zone_named
from tenant_apps.courses.rules import Condition, Node, conditions
from tenant_apps.learning.drip.deciding import on_date
from tenant_apps.learning.drip.plan import CoursePlan, Part
from themes.brand import current_brand

NEVER = sql.SQL("'infinity'::timestamptz")
START = sql.SQL("f.started_at")


class Bulk:
    """One course's rules as SQL over a batch of its enrolments: of the lessons a rule keeps, and those `besides`."""

    def __init__(self, plan: CoursePlan, enrolments: Sequence[int], besides: Iterable[int] = ()) -> None:
        self.plan, self.enrolments = plan, list(enrolments)
        self.asked = {part.pk for part in plan.ruled} | set(besides)
        self.zones = _zones(self.enrolments)
        rules = [part.rule for module in plan.modules for part in (module.part, *module.lessons)]
        floating = {each for rule in rules for each in conditions(rule) if each.when == "date" and not each.zone}
        self.dates = sorted(floating, key=lambda each: each.at)
        self.numbers = {key: at for at, key in enumerate(plan.lessons)}

    def moments(self) -> sql.Composed:
        """`SELECT enrolment_id, lesson_id, at, started_at, known_at, zone`, a row for each lesson that is asked for."""
        steps, last = [], []
        before, before_module = START, START
        for number, module in enumerate(self.plan.modules):
            for lesson in module.lessons:
                column = sql.Identifier(f"at_{self.numbers[lesson.key]}")
                step = self._lesson(module.part, lesson, before, before_module)
                if lesson.pk in self.asked:
                    steps.append(_step(step, column))
                    last.append(sql.SQL("({}, {})").format(sql.Literal(lesson.pk), column))
                before = column if lesson.pk in self.asked else step
            if module.part.rule is not None:
                column = sql.Identifier(f"module_{number}")
                steps.append(_step(self._part(module.part, before_module, module.part.since), column))
                before_module = column
            else:
                before_module = START
        return sql.SQL(
            "WITH f AS MATERIALIZED ({facts}) SELECT f.id AS enrolment_id, each.lesson_id, each.at, f.started_at,"
            " f.known_at, f.zone FROM f {steps} CROSS JOIN LATERAL (VALUES {values}) AS each (lesson_id, at)"
        ).format(facts=self._facts(), steps=sql.SQL(" ").join(steps), values=sql.SQL(", ").join(last))

    def _lesson(self, module: Part, lesson: Part, before: sql.Composable, before_module: sql.Composable):  # type: ignore[no-untyped-def]
        if lesson.is_free:
            return START
        home = self._part(module, before_module, lesson.since)
        if lesson.was_free_until is not None:
            home = sql.SQL("CASE WHEN f.started_at < {} THEN f.started_at ELSE {} END").format(
                sql.Literal(lesson.was_free_until), home
            )
        own = self._part(lesson, before, lesson.since, home)
        at = sql.SQL("GREATEST({}, {}, f.gate)").format(home, own)
        at = sql.SQL("CASE WHEN f.paused_at IS NOT NULL AND {at} > f.paused_at THEN {never} ELSE {at} END").format(
            at=at, never=NEVER
        )
        number = self.numbers[lesson.key]
        released, opened = sql.Identifier(f"released_{number}"), sql.Identifier(f"opened_{number}")
        return sql.SQL("LEAST({}, f.{}, f.full_access_at, f.{})").format(at, released, opened)

    def _part(
        self, part: Part, before: sql.Composable, since: datetime | None, home: sql.Composable = START
    ) -> sql.Composable:
        if part.rule is None:
            return START
        at = self._node(part.rule, before, since)
        if part.free_until is None:
            return at
        return sql.SQL("CASE WHEN GREATEST({}, f.started_at) < {} THEN f.started_at ELSE {} END").format(
            home, sql.Literal(part.free_until), at
        )

    def _node(self, node: Node, before: sql.Composable, since: datetime | None) -> sql.Composable:
        if isinstance(node, Condition):
            return getattr(self, f"_{node.when}")(node, before, since)  # type: ignore[no-any-return]
        if not node.parts:
            return START
        joined = sql.SQL(", ").join(self._node(part, before, since) for part in node.parts)
        return sql.SQL("GREATEST({})" if node.mode == "all" else "LEAST({})").format(joined)

    def _waited(self, days: int, base: sql.Composable, since: datetime | None) -> sql.Composable:
        start = base
        if since is not None:
            start = sql.SQL("CASE WHEN {base} IS NOT NULL THEN GREATEST({base}, {since}) END").format(
                base=base, since=sql.Literal(since)
            )
        if not days:
            return sql.SQL("COALESCE({}, {})").format(start, NEVER)
        day = sql.SQL("({} AT TIME ZONE f.zone)::date + ({} + {})").format(
            start, sql.Literal(days), _days_paused(start)
        )
        return _morning(day)

    def _enrolled(self, each: Condition, before: sql.Composable, since: datetime | None) -> sql.Composable:
        return self._waited(each.days, START, since)

    def _visited(self, each: Condition, before: sql.Composable, since: datetime | None) -> sql.Composable:
        return self._waited(each.days, sql.SQL("f.visited_at"), since)

    def _released(self, each: Condition, before: sql.Composable, since: datetime | None) -> sql.Composable:
        return self._waited(each.days, before, since)

    def _date(self, each: Condition, before: sql.Composable, since: datetime | None) -> sql.Composable:
        if each.zone:
            return sql.Literal(on_date(each, zone_named()))
        return sql.SQL("f.{}").format(sql.Identifier(f"date_{self.dates.index(each)}"))

    def _cohort(self, each: Condition, before: sql.Composable, since: datetime | None) -> sql.Composable:
        base = sql.SQL("GREATEST((f.cohort_starts_on + time '09:00') AT TIME ZONE f.zone, f.placed_at)")
        return _morning(
            sql.SQL("f.cohort_starts_on + ({} + {})").format(sql.Literal(each.days - 1), _days_paused(base))
        )

    def _completed(self, each: Condition, before: sql.Composable, since: datetime | None) -> sql.Composable:
        if each.what == "course":
            return sql.SQL("COALESCE(f.{}, {})").format(sql.Identifier(f"course_{each.key}"), NEVER)
        if each.key in self.plan.elsewhere:
            return sql.SQL("COALESCE(f.{}, {})").format(sql.Identifier(f"elsewhere_{each.key}"), NEVER)
        keys = [each.key] if each.what == "lesson" else self.plan.module_lessons[each.key]
        done = [sql.SQL("COALESCE(f.done_{}, {})").format(sql.SQL(str(self.numbers[key])), NEVER) for key in keys]
        return sql.SQL("GREATEST({})").format(sql.SQL(", ").join(done or [START]))

    def _scored(self, each: Condition, before: sql.Composable, since: datetime | None) -> sql.Composable:
        if each.key in self.plan.elsewhere:
            return sql.SQL(
                "COALESCE((SELECT min(s.reached_at) FROM learning_lessonscore AS s JOIN learning_enrolment AS o"
                " ON o.id = s.enrolment_id WHERE o.person_id = f.person_id AND s.lesson_id = {} AND s.score >= {}), {})"
            ).format(sql.Literal(self.plan.elsewhere[each.key].pk), sql.Literal(each.percent), NEVER)
        return sql.SQL(
            "COALESCE((SELECT min(s.reached_at) FROM learning_lessonscore AS s WHERE s.enrolment_id = f.id"
            " AND s.lesson_id = {} AND s.score >= {}), {})"
        ).format(sql.Literal(self.plan.lessons[each.key].pk), sql.Literal(each.percent), NEVER)

    def _facts(self) -> sql.Composed:
        return sql.SQL(
            "SELECT e.id, e.person_id, e.started_at, GREATEST(e.started_at, e.created_at) AS known_at, e.visited_at,"
            " GREATEST(e.started_at, held.gate) AS gate,"
            " p.full_access_at, p.paused_at, COALESCE(p.paused_days, 0)::int AS paused_days,"
            " p.resumed_at, rests.pause_ends, rests.pause_days,"
            " c.starts_on AS cohort_starts_on, place.placed_at, z.*{columns}"
            " FROM learning_enrolment AS e JOIN people_person AS who ON who.id = e.person_id"
            " JOIN (VALUES {zones}) AS z ({names}) ON z.named = who.time_zone"
            " LEFT JOIN learning_pace AS p ON p.enrolment_id = e.id"
            " LEFT JOIN (SELECT enrolment_id, array_agg(ended_at) AS pause_ends, array_agg(days) AS pause_days"
            " FROM learning_pause WHERE enrolment_id = ANY({ids}) GROUP BY 1) AS rests ON rests.enrolment_id = e.id"
            " LEFT JOIN (SELECT a.enrolment_id, max(COALESCE(o.completed_at, {never})) AS gate"
            " FROM learning_awaitedcourse AS a JOIN learning_enrolment AS mine ON mine.id = a.enrolment_id"
            " LEFT JOIN learning_enrolment AS o ON o.person_id = mine.person_id AND o.course_id = a.course_id"
            " WHERE a.enrolment_id = ANY({ids}) GROUP BY 1) AS held ON held.enrolment_id = e.id"
            " LEFT JOIN learning_cohortplace AS place ON place.enrolment_id = e.id"
            " LEFT JOIN learning_cohort AS c ON c.id = place.cohort_id"
            "{progress}{releases} WHERE e.id = ANY({ids})"
        ).format(
            columns=self._columns(),
            never=NEVER,
            zones=sql.SQL(", ").join(self._zone_rows()),
            names=sql.SQL(", ").join(
                sql.Identifier(name) for name in ("named", "zone", *(f"date_{n}" for n in range(len(self.dates))))
            ),
            progress=self._aggregated(
                "learning_lessonprogress", "done", {"done": "completed_at", "opened": "first_opened_at"}
            ),
            releases=self._aggregated("learning_lessonrelease", "out", {"released": "opens_at"}),
            ids=sql.Literal(self.enrolments),
        )

    def _columns(self) -> sql.Composable:
        found = [sql.SQL(", done.*, out.*")]
        for key in self.plan.keys_asked("course"):
            query = sql.SQL(
                ", (SELECT o.completed_at FROM learning_enrolment AS o JOIN courses_course AS oc"
                " ON oc.id = o.course_id WHERE o.person_id = e.person_id AND oc.key = {}::uuid) AS {}"
            )
            found.append(query.format(sql.Literal(key), sql.Identifier(f"course_{key}")))
        for key, lesson in self.plan.elsewhere.items():
            query = sql.SQL(
                ", (SELECT max(p.completed_at) FROM learning_lessonprogress AS p JOIN learning_enrolment AS o"
                " ON o.id = p.enrolment_id WHERE o.person_id = e.person_id AND p.lesson_id = {}) AS {}"
            )
            found.append(query.format(sql.Literal(lesson.pk), sql.Identifier(f"elsewhere_{key}")))
        return sql.SQL("").join(found)

    def _aggregated(self, table: str, alias: str, columns: dict[str, str]) -> sql.Composed:
        """A column for each lesson, of one pass over the batch's rows."""
        wanted = [
            sql.SQL("max({column}) FILTER (WHERE lesson_id = {lesson}) AS {name}").format(
                column=sql.Identifier(column),
                lesson=sql.Literal(lesson.pk),
                name=sql.Identifier(f"{name}_{self.numbers[lesson.key]}"),
            )
            for lesson in self.plan.lessons.values()
            for name, column in columns.items()
        ]
        return sql.SQL(
            " LEFT JOIN (SELECT enrolment_id, {wanted} FROM {table} WHERE enrolment_id = ANY({ids}) GROUP BY 1)"
            " AS {alias} ON {alias}.enrolment_id = e.id"
        ).format(
            wanted=sql.SQL(", ").join(wanted),
            table=sql.Identifier(table),
            ids=sql.Literal(self.enrolments),
            alias=sql.Identifier(alias),
        )

    def _zone_rows(self) -> Iterator[sql.Composed]:
        for named, zone in self.zones.items():
            moments = [on_date(each, zone_named(zone)) for each in self.dates]
            yield sql.SQL("({})").format(
                sql.SQL(", ").join([sql.Literal(named), sql.Literal(zone), *(sql.Literal(at) for at in moments)])
            )


def _step(at: sql.Composable, column: sql.Composable) -> sql.Composed:
    # OFFSET 0 keeps Postgres from writing each step out inside of the next
    return sql.SQL("CROSS JOIN LATERAL (SELECT {} AS {} OFFSET 0) AS {}").format(at, column, column)


def _days_paused(base: sql.Composable) -> sql.Composed:
    return sql.SQL(
        "CASE WHEN {base} < f.resumed_at THEN f.paused_days - COALESCE((SELECT sum(u.days) FROM"
        " unnest(f.pause_ends, f.pause_days) AS u (ended_at, days) WHERE u.ended_at <= {base}), 0)::int ELSE 0 END"
    ).format(base=base)


def _morning(day: sql.Composable) -> sql.Composed:
    return sql.SQL("COALESCE(({} + time '09:00') AT TIME ZONE f.zone, {})").format(day, NEVER)


def _zones(enrolments: list[int]) -> dict[str, str]:
    """The batch's time zones as people wrote them, with the ones they count as."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT p.time_zone FROM learning_enrolment AS e JOIN people_person AS p ON p.id = e.person_id"
            " WHERE e.id = ANY(%s)",
            [enrolments],
        )
        written = [name for (name,) in cursor.fetchall()]
    own, known = current_brand().time_zone, _known()
    found = {name: zone_named(name, own).key for name in written}
    # what Python knows and the database does not
    return {name: zone if zone in known else "UTC" for name, zone in found.items()}


@cache
def _known() -> frozenset[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_timezone_names")
        return frozenset(name for (name,) in cursor.fetchall())
