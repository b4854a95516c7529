"""A creator's side: what an assignment asks for, and what it is looked at for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.positions import renumber
from tenant_apps.assessments.models import Assignment, Criterion, DoneWhen, Late, Level, PeerScore
from tenant_apps.courses.approval import refuse_unseen_change
from tenant_apps.courses.models import Lesson
from tenant_apps.media.formats import Kind

MOST_CRITERIA, MOST_LEVELS = 12, 6
RANGES = {
    "most_files": (1, 20),
    "most_megabytes": (1, 500),
    "points": (1, 1000),
    "pass_mark": (0, 100),
    "due_days": (0, 3650),
    "due_cohort_day": (1, 3650),
    "late_percent": (1, 100),
    "grace_hours": (0, 168),
    "tries_allowed": (1, 100),
    "peer_reviews": (0, 10),
    "peer_days": (1, 60),
}
_DUES = ("due_at", "due_days", "due_cohort_day")


@dataclass(frozen=True)
class Terms:
    """What may be handed in, until when, how often, and what it is worth; None is no limit."""

    kinds: list[str] = field(default_factory=lambda: [str(Kind.IMAGE)])
    takes_text: bool = True
    most_files: int = 5
    most_megabytes: int = 25
    points: int | None = None
    pass_mark: int = 60
    due_at: datetime | None = None
    due_days: int | None = None
    due_cohort_day: int | None = None
    late: str = Late.ACCEPT
    late_percent: int = 10
    grace_hours: int = 0
    tries_allowed: int | None = None
    done_when: str = DoneWhen.PASSED
    peer_reviews: int = 0
    peer_days: int = 7
    peer_score: str = PeerScore.TEAM


class LevelDraft(NamedTuple):
    """A level as a creator writes it."""

    title: str
    points: int = 0
    description: str = ""


class BadTerm(Refused):
    """A number nobody could keep."""

    message = _("Give a number from %(least)s to %(most)s.")


class NothingAsked(Refused):
    """Neither files nor words."""

    message = _("Choose at least one kind of file, or let learners write.")
    field = "kinds"


class DueTwice(Refused):
    """Two dates for one work."""

    message = _("Give one date: a day, days after the lesson opens, or a day of the cohort.")
    field = "due_at"


class BadCriterion(Refused):
    """A criterion that cannot tell works apart."""

    message = _("Give at least two levels, each with a name of its own, and points from 0 to 100.")
    field = "levels"


class TooManyCriteria(Refused):
    """More than anybody reads."""

    message = _("A rubric has up to %(most)s criteria.")


class RubricNeeded(Refused):
    """Learners review by a rubric."""

    message = _("Write a rubric first: learners review each other by its criteria.")
    field = "peer_reviews"


@transaction.atomic
def make_assignment(*, lesson: Lesson, by: Any = None) -> Assignment:
    """The assignment of a lesson, made the first time."""
    assignment, _made = Assignment.objects.get_or_create(lesson=lesson)
    return assignment


@transaction.atomic
def set_terms(*, assignment: Assignment, terms: Terms, by: Any = None) -> Assignment:
    """Say what is asked for; what was handed in keeps the date and the score it had."""
    refuse_unseen_change(assignment.lesson, by)
    check_terms(terms)
    if terms.peer_reviews and not assignment.criteria.exists():
        raise RubricNeeded
    for name, value in asdict(terms).items():
        setattr(assignment, name, value)
    assignment.save(update_fields=[*asdict(terms)])
    return assignment


def check_terms(terms: Terms) -> None:
    """Raise BadTerm, NothingAsked or DueTwice."""
    for name, (least, most) in RANGES.items():
        value = getattr(terms, name)
        if value is not None and not least <= value <= most:
            raise BadTerm(field=name, least=least, most=most)
    if not terms.kinds and not terms.takes_text:
        raise NothingAsked
    if sum(getattr(terms, name) is not None for name in _DUES) > 1:
        raise DueTwice


@transaction.atomic
def write_criterion(
    *,
    assignment: Assignment,
    title: str,
    levels: Sequence[LevelDraft],
    criterion: Criterion | None = None,
    by: Any = None,
) -> Criterion:
    """Write a criterion with its levels, or rewrite one. Levels that stay keep their key; raises BadCriterion."""
    refuse_unseen_change(assignment.lesson, by)
    check_levels(levels)
    _lock(assignment)
    if criterion is None:
        if assignment.criteria.count() >= MOST_CRITERIA:
            raise TooManyCriteria(most=MOST_CRITERIA)
        last = assignment.criteria.aggregate(last=Max("position"))["last"] or 0
        criterion = Criterion(assignment=assignment, position=last + 1)
    criterion.title = title
    criterion.save()
    kept = {level.title: level for level in criterion.levels.all()}
    for position, draft in enumerate(levels, start=1):
        level = kept.pop(draft.title, None) or Level(criterion=criterion, title=draft.title)
        level.points, level.description, level.position = draft.points, draft.description, position
        level.save()
    criterion.levels.filter(pk__in=[level.pk for level in kept.values()]).delete()
    return criterion


def check_levels(levels: Sequence[LevelDraft]) -> None:
    """Raise BadCriterion."""
    titles = {level.title for level in levels}
    in_range = all(level.title and 0 <= level.points <= 100 for level in levels)
    worth = max((level.points for level in levels), default=0)
    if not 2 <= len(levels) <= MOST_LEVELS or len(titles) < len(levels) or not in_range or not worth:
        raise BadCriterion


@transaction.atomic
def delete_criterion(*, criterion: Criterion, by: Any = None) -> None:
    """Take a criterion out of the rubric; marks that were given keep their words. Raises RubricNeeded for the last
    one that learners review by."""
    refuse_unseen_change(criterion.assignment.lesson, by)
    assignment = criterion.assignment
    _lock(assignment)
    if assignment.peer_reviews and assignment.criteria.count() == 1:
        raise RubricNeeded
    criterion.delete()
    renumber(assignment.criteria.order_by("position"))


def _lock(assignment: Assignment) -> None:
    Assignment.objects.select_for_update(no_key=True).get(pk=assignment.pk)
