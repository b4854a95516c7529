"""When things open: rules on modules and lessons."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from marque.kit.clock import now as clock_now
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from tenant_apps.courses import freshness, rules
from tenant_apps.courses.actions import places
from tenant_apps.courses.actions.circles import Circle, circle_in, circle_of, take_turns
from tenant_apps.courses.events import ReleaseChanged
from tenant_apps.courses.models import SCORED, Course, Lesson, Module
from tenant_apps.courses.rules import LONGEST_WAIT, Group, ImpossibleRule

# a part is added first and gets its rule after
STILL_NEW = timedelta(days=1)


class ImpossibleRelease(Refused):
    """Not a number of days anybody would wait."""

    message = _("Give a number of days between 0 and 3650.")


class WaitsForItself(ImpossibleRule):
    """A rule nobody could ever fulfil."""

    message = _("This would wait for itself: %(circle)s.")


class PartAwaited(Refused):
    """Something else opens after it."""

    message = _("“%(title)s” opens after this one. Change when it opens first.")


def set_release(
    *, module: Module | None = None, lesson: Lesson | None = None, days: int | None, by: Any = None
) -> Module | Lesson:
    """Open a module or a lesson this many days after enrolment; None opens it straight away or with its module."""
    part = lesson or module
    if part is None:
        raise TypeError("set_release needs a module or a lesson")
    if days is not None and not 0 <= days <= LONGEST_WAIT:
        raise ImpossibleRelease
    return set_rule(part=part, rule=rules.after_days(days), by=by)


@transaction.atomic
def set_rule(*, part: Module | Lesson, rule: Group | None, by: Any = None, now: datetime | None = None) -> Any:
    """Say when a part opens; raises ImpossibleRule and WaitsForItself. Nobody loses what was open to them."""
    places.lock(part.course_id)
    take_turns()
    check_rule(part, rule)
    part.refresh_from_db(fields=["release", "free_until"])
    before = part.release
    part.release = rules.written(rule_kept(part, rule))
    if part.release == before:
        return part
    note_change(part, before, now or clock_now())
    part.save(update_fields=["release", "free_until"])
    publish(ReleaseChanged(course_id=part.course_id))
    freshness.course_changed(part.course_id)
    return part


def rule_kept(part: Module | Lesson, rule: Group | None) -> Group | None:
    """What `set_rule` makes of a rule: where there was one, none is an empty one.

    The sweep looks at an empty one, and tells whom it opened for.
    """
    return rule if rule is not None or part.release is None else Group()


def note_change(part: Module | Lesson, before: Any, at: datetime) -> None:
    """Keep open what was open: a first rule is for those who enrol from now on."""
    part.__dict__.pop("rule", None)
    if before is None and keeps_open(part, at):
        part.free_until = at


def note_move(lesson: Lesson, home: Module, at: datetime) -> None:
    """Keep a lesson without a rule open to who is there when it moves under a module's rule; the caller saves it."""
    waited = lesson.module.release is not None or lesson.release is not None
    if home.release is not None and not waited and keeps_open(lesson, at):
        lesson.free_until = at


def outline_changed(course_id: int) -> None:
    """Have everybody looked at where a rule may mean something else: a part came, came back or moved."""
    ruled = {"course_id": course_id, "release__isnull": False}
    if Module.objects.live().filter(**ruled).exists() or Lesson.objects.live().filter(**ruled).exists():
        publish(ReleaseChanged(course_id=course_id))


def check_course(course: Course) -> None:
    """Raise WaitsForItself where parts of a course as it is now wait for each other, or for those of others."""
    take_turns()
    _refuse(circle_in(course))


def keeps_open(part: Module | Lesson, at: datetime) -> bool:
    """Whether a first rule leaves the part open to who is there: not while it is so new that it is being made."""
    return at - part.created_at >= STILL_NEW


def check_rule(part: Module | Lesson, rule: Group | None) -> None:
    """Whether everything the rule names is there and comes to pass before the part; raises ImpossibleRule."""
    rules.read(rules.written(rule))
    named = [each.key for each in rules.conditions(rule) if each.names_lesson]
    # published ones, of this course and of others
    seen = Lesson.objects.published().filter(key__in=named) if named else Lesson.objects.none()
    live = {
        "lesson": {str(key) for key in seen.values_list("key", flat=True)},
        "module": {str(key) for key in _live(Module, part)},
        "course": {str(key) for key in Course.objects.exclude(pk=part.course_id).values_list("key", flat=True)},
    }
    scored = {str(key) for key in seen.filter(kind__in=SCORED).values_list("key", flat=True)}
    for each in rules.conditions(rule):
        what = each.what if each.when == "completed" else "lesson" if each.when == "scored" else ""
        if what and each.key not in live[what]:
            raise ImpossibleRule(_("A condition names a thing that is not there, or that is a draft."))
        if each.when == "scored" and each.key not in scored:
            raise ImpossibleRule(_("Only a quiz or an assignment has a score."))
    _refuse(circle_of(part, rule))


def refuse_awaited(keys: Iterable[Any], *, besides: Iterable[int] = ()) -> None:
    """Raise PartAwaited when a rule of a lesson or module that stays names one of these."""
    wanted = {str(key) for key in keys}
    if not wanted:
        return
    parts: list[Module | Lesson] = [
        *_naming(Module.objects.live(), wanted),
        *_naming(Lesson.objects.live(), wanted).exclude(pk__in=list(besides)).defer("body"),
    ]
    for part in parts:
        if str(part.key) not in wanted and any(each.key in wanted for each in rules.conditions(part.rule)):
            raise PartAwaited(title=part.title)


@transaction.atomic
def set_new_lessons(*, course: Course, policy: str, by: Any = None) -> Course:
    """Say from when people who are there already wait for a lesson that is added."""
    course.new_lessons = policy
    course.save(update_fields=["new_lessons"])
    publish(ReleaseChanged(course_id=course.pk))
    return course


def _naming(parts: Any, keys: set[str]) -> Any:
    """Those with one of these keys somewhere in their rule."""
    return parts.alias(said=Cast("release", TextField())).filter(said__regex="|".join(sorted(keys)))


def _refuse(circle: Circle | None) -> None:
    if circle is not None:
        raise WaitsForItself(circle.way.refusal or None, way=circle.way.name, circle=str(circle))


def _live(model: Any, part: Module | Lesson) -> Any:
    return model.objects.live().filter(course_id=part.course_id).values_list("key", flat=True)
