"""Whether a lesson is open to somebody, since when, when it will be, and what it waits for. Nothing else decides.

Each condition is a moment, or none while nobody can know it. All of them: the last moment; any of them: the first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from tenant_apps.courses.rules import Condition, Group, Node
from tenant_apps.learning.drip.plan import CoursePlan, Part, PlannedModule
from tenant_apps.learning.release import OPENING, morning_after

Moment = datetime | None


@dataclass(frozen=True)
class Facts:
    """What is known of one learner in one course. Lessons, modules and courses go by their keys."""

    started_at: datetime
    zone: ZoneInfo
    visited_at: Moment = None
    cohort_starts_on: date | None = None
    completed: Mapping[str, datetime] = field(default_factory=dict)
    courses: Mapping[str, datetime] = field(default_factory=dict)
    scores: Mapping[str, tuple[tuple[int, datetime], ...]] = field(default_factory=dict)
    opened: Mapping[str, datetime] = field(default_factory=dict)
    released: Mapping[str, datetime] = field(default_factory=dict)
    full_access_at: Moment = None
    paused_at: Moment = None
    paused_days: int = 0
    resumed_at: Moment = None
    # when each pause ended, and its days, as far as they are known one by one
    pauses: tuple[tuple[datetime, int], ...] = ()
    placed_at: Moment = None
    # the courses to be finished before this one opens, by title, and when each was
    awaited: tuple[tuple[str, Moment], ...] = ()

    @property
    def gate(self) -> Moment:
        """When the course itself opened to them."""
        return _last([self.started_at, *(at for _title, at in self.awaited)])


@dataclass(frozen=True)
class Standing:
    """What one lesson is to one learner at a moment. `why` is rule, opened, released, full or paused."""

    lesson: Part
    module: Part
    is_open: bool
    at: Moment
    why: str
    before: Moment
    before_module: Moment


def standings(plan: CoursePlan, facts: Facts, now: datetime) -> dict[int, Standing]:
    """Every lesson of a course for one learner, by primary key."""
    found: dict[int, Standing] = {}
    before: Moment = facts.started_at
    before_module: Moment = facts.started_at
    for module in plan.modules:
        for lesson in module.lessons:
            at, why = _lesson_at(plan, module, lesson, facts, before, before_module)
            is_open = at is not None and at <= now
            found[lesson.pk] = Standing(lesson, module.part, is_open, at, why, before, before_module)
            before = at
        before_module = part_at(
            plan, module.part, facts, before=before_module, since=module.part.since, home=facts.started_at
        )
    return found


def _lesson_at(
    plan: CoursePlan, module: PlannedModule, lesson: Part, facts: Facts, before: Moment, before_module: Moment
) -> tuple[Moment, str]:
    if lesson.is_free:
        return facts.started_at, "rule"
    home = part_at(plan, module.part, facts, before=before_module, since=lesson.since, home=facts.started_at)
    if lesson.was_free_until is not None and facts.started_at < lesson.was_free_until:
        home = facts.started_at
    own = part_at(plan, lesson, facts, before=before, since=lesson.since, home=home)
    at, why = _last((home, own, facts.gate)), "rule"
    if facts.paused_at is not None and (at is None or at > facts.paused_at):
        at, why = None, "paused"
    by_hand = (facts.released.get(lesson.key), "released")
    for moment, name in (by_hand, (facts.full_access_at, "full"), (facts.opened.get(lesson.key), "opened")):
        if moment is not None and (at is None or moment < at):
            at, why = moment, name
    return at, why


def part_at(plan: CoursePlan, part: Part, facts: Facts, *, before: Moment, since: Moment, home: Moment) -> Moment:
    """When a part opens by its own rule. To whom it was open before it had one, at `home` or later, it stays open."""
    if part.rule is None:
        return facts.started_at
    was_open_at = _last((home, facts.started_at))
    if part.free_until is not None and was_open_at is not None and was_open_at < part.free_until:
        return facts.started_at
    return moment_of(plan, part.rule, facts, before, since)


def moment_of(plan: CoursePlan, node: Node, facts: Facts, before: Moment, since: Moment) -> Moment:
    """When a rule, or a part of one, is fulfilled."""
    if isinstance(node, Condition):
        return _MOMENTS[node.when](plan, node, facts, before, since)
    return joined(node, [moment_of(plan, part, facts, before, since) for part in node.parts], facts)


def joined(group: Group, moments: list[Moment], facts: Facts) -> Moment:
    """All of them or any of them; a rule without conditions is open from the start."""
    if not moments:
        return facts.started_at
    if group.mode == "all":
        return _last(moments)
    return min((moment for moment in moments if moment is not None), default=None)


def _last(moments: list[Moment] | tuple[Moment, ...]) -> Moment:
    known = [moment for moment in moments if moment is not None]
    return max(known) if len(known) == len(moments) else None


def _waited(days: int, base: Moment, facts: Facts, since: Moment) -> Moment:
    if base is None:
        return None
    start = base if since is None else max(base, since)
    return morning_after(start, days + _days_paused(start, facts), facts.zone) if days else start


def _days_paused(base: datetime, facts: Facts) -> int:
    """What pauses add to a wait: nothing for those it began after, as one that a pause shifted already."""
    if facts.resumed_at is None or base >= facts.resumed_at:
        return 0
    return facts.paused_days - sum(days for ended_at, days in facts.pauses if ended_at <= base)


def _enrolled(plan: CoursePlan, each: Condition, facts: Facts, before: Moment, since: Moment) -> Moment:
    return _waited(each.days, facts.started_at, facts, since)


def _visited(plan: CoursePlan, each: Condition, facts: Facts, before: Moment, since: Moment) -> Moment:
    return _waited(each.days, facts.visited_at, facts, since)


def _released(plan: CoursePlan, each: Condition, facts: Facts, before: Moment, since: Moment) -> Moment:
    return _waited(each.days, before, facts, since)


def _date(plan: CoursePlan, each: Condition, facts: Facts, before: Moment, since: Moment) -> Moment:
    return on_date(each, facts.zone)


def on_date(each: Condition, zone: ZoneInfo) -> datetime:
    """A date's moment, in its own time zone or else the learner's."""
    return datetime.fromisoformat(each.at).replace(tzinfo=ZoneInfo(each.zone) if each.zone else zone).astimezone(UTC)


def _cohort(plan: CoursePlan, each: Condition, facts: Facts, before: Moment, since: Moment) -> Moment:
    if facts.cohort_starts_on is None:
        return None
    first = datetime.combine(facts.cohort_starts_on, OPENING, tzinfo=facts.zone)
    base = first if facts.placed_at is None else max(first, facts.placed_at)
    day = facts.cohort_starts_on + timedelta(days=each.days - 1 + _days_paused(base, facts))
    return datetime.combine(day, OPENING, tzinfo=facts.zone)


def _completed(plan: CoursePlan, each: Condition, facts: Facts, before: Moment, since: Moment) -> Moment:
    if each.what == "lesson":
        return facts.completed.get(each.key)
    if each.what == "course":
        return facts.courses.get(each.key)
    lessons = plan.module_lessons.get(each.key, ())
    return _last([facts.started_at, *(facts.completed.get(key) for key in lessons)])


def _scored(plan: CoursePlan, each: Condition, facts: Facts, before: Moment, since: Moment) -> Moment:
    return min((at for score, at in facts.scores.get(each.key, ()) if score >= each.percent), default=None)


_MOMENTS = {
    "enrolled": _enrolled,
    "visited": _visited,
    "released": _released,
    "date": _date,
    "cohort": _cohort,
    "completed": _completed,
    "scored": _scored,
}
