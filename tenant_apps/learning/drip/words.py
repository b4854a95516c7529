"""Rules and what became of them, in words: for the creator, for the learner, one line for each condition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenant_apps.courses.models import Course
from tenant_apps.courses.rules import Condition, Group, Node
from tenant_apps.learning.drip.deciding import Facts, Moment, Standing, moment_of
from tenant_apps.learning.drip.plan import CoursePlan


@dataclass(frozen=True)
class Line:
    """A condition or a group, how deep it stands, its moment, and what is known about it."""

    depth: int
    text: str
    at: Moment
    is_met: bool
    fact: str = ""
    is_group: bool = False


def lines_of(plan: CoursePlan, standing: Standing, facts: Facts, now: datetime) -> list[Line]:
    """Everything a lesson waits for, its module's rule first."""
    found = [] if standing.lesson.is_free else list(_awaited(facts, now))
    for part, before in ((standing.module, standing.before_module), (standing.lesson, standing.before)):
        if part.rule is not None:
            found += _lines(plan, part.rule, facts, now, before, standing.lesson.since)
    return found


def _awaited(facts: Facts, now: datetime) -> Iterator[Line]:
    for title, at in facts.awaited:
        yield Line(0, _("“%(title)s” is finished") % {"title": title}, at, at is not None and at <= now)


def _lines(plan: CoursePlan, rule: Group, facts: Facts, now: datetime, before: Moment, since: Moment) -> Iterator[Line]:
    def walk(node: Node, depth: int) -> Iterator[Line]:
        at = moment_of(plan, node, facts, before, since)
        met = at is not None and at <= now
        if isinstance(node, Condition):
            yield Line(depth, say(node, plan), at, met, _fact(node, facts, before))
            return
        if len(node.parts) > 1:
            yield Line(depth, _group_words(node), at, met, is_group=True)
        for inner in node.parts:
            yield from walk(inner, depth + (len(node.parts) > 1))

    yield from walk(rule, 0)


def _group_words(group: Group) -> str:
    return _("all of these") if group.mode == "all" else _("any of these")


def say(each: Condition, plan: CoursePlan) -> str:
    """One condition: `7 days after enrolment`."""
    return str(_SAY[each.when](each, plan))


def sentence(rule: Group | None, plan: CoursePlan) -> str:
    """A whole rule in a line: `7 days after enrolment and (“Scales” finished or …)`."""
    if rule is None or not rule.parts:
        return _("straight away")
    return _joined(rule, plan, outermost=True)


def waiting_for(plan: CoursePlan, standing: Standing, facts: Facts, now: datetime) -> list[str]:
    """What a locked lesson still waits for, for the learner."""
    return unmet(standing, lines_of(plan, standing, facts, now))


def unmet(standing: Standing, lines: Iterable[Line]) -> list[str]:
    """What of these lines a locked lesson still waits for."""
    if standing.why == "paused":
        return [_("your course to go on after its pause")]
    return [line.text for line in lines if not line.is_met and not line.is_group]


def _joined(node: Node, plan: CoursePlan, outermost: bool = False) -> str:
    if isinstance(node, Condition):
        return say(node, plan)
    word = _(" and ") if node.mode == "all" else _(" or ")
    text = word.join(_joined(part, plan) for part in node.parts)
    return text if outermost or len(node.parts) == 1 else f"({text})"


def _days(each: Condition, after: str, at_once: str) -> str:
    if each.days == 0:
        return at_once
    return ngettext("%(n)d day after %(what)s", "%(n)d days after %(what)s", each.days) % {
        "n": each.days,
        "what": after,
    }


def _enrolled(each: Condition, plan: CoursePlan) -> str:
    return _days(each, _("enrolment"), _("straight away"))


def _visited(each: Condition, plan: CoursePlan) -> str:
    return _days(each, _("the first visit"), _("with the first visit"))


def _released(each: Condition, plan: CoursePlan) -> str:
    return _days(each, _("the one before opened"), _("with the one before"))


def _date(each: Condition, plan: CoursePlan) -> str:
    at = date_format(datetime.fromisoformat(each.at), "j F Y, H:i")
    zone = each.zone or _("the learner’s time")
    return _("from %(at)s (%(zone)s)") % {"at": at, "zone": zone}


def _cohort(each: Condition, plan: CoursePlan) -> str:
    return _("day %(n)d of the cohort") % {"n": each.days}


def _completed(each: Condition, plan: CoursePlan) -> str:
    return _("“%(title)s” is finished") % {"title": _title(each, plan)}


def _scored(each: Condition, plan: CoursePlan) -> str:
    return _("at least %(percent)d %% in “%(title)s”") % {"percent": each.percent, "title": _title(each, plan)}


_SAY = {
    "enrolled": _enrolled,
    "visited": _visited,
    "released": _released,
    "date": _date,
    "cohort": _cohort,
    "completed": _completed,
    "scored": _scored,
}


def _title(each: Condition, plan: CoursePlan) -> str:
    if each.what == "course":
        return Course.objects.filter(key=each.key).values_list("title", flat=True).first() or ""
    if each.what == "module":
        return next((module.part.title for module in plan.modules if module.part.key == each.key), "")
    if each.key in plan.elsewhere:
        return "{0.title} ({0.course_title})".format(plan.elsewhere[each.key])
    return plan.lessons[each.key].title if each.key in plan.lessons else ""


def _fact(each: Condition, facts: Facts, before: Moment) -> str:
    """What is known about one condition."""
    zone = facts.zone
    if each.when == "enrolled":
        return _("enrolled %(at)s") % {"at": _at(facts.started_at, zone)}
    if each.when == "visited":
        return _("first visit %(at)s") % {"at": _at(facts.visited_at, zone)} if facts.visited_at else _("not here yet")
    if each.when == "released":
        return _("that was %(at)s") % {"at": _at(before, zone)} if before else _("that one is not open yet")
    if each.when == "cohort":
        day = facts.cohort_starts_on
        return _("begins %(day)s") % {"day": date_format(day, "j F Y")} if day else _("in no cohort")
    if each.when == "scored":
        best = max((score for score, _moment in facts.scores.get(each.key, ())), default=None)
        return _("not tried yet") if best is None else _("best so far: %(score)d %%") % {"score": best}
    return ""


def _at(moment: datetime, zone: ZoneInfo) -> str:
    return date_format(moment.astimezone(zone), "j F Y, H:i")
