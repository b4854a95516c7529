"""What waits to be looked at, and what was: a page at a time, by where the last one stopped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import QueryDict

from tenant_apps.assessments.models import Assignment, Submission
from tenant_apps.courses.permissions import courses_of, oversees

PAGE = 50
COUNTED = 1000


@dataclass(frozen=True)
class Wanted:
    """The filters of the list; what is not understood filters nothing."""

    assignment: str = ""
    course: str = ""
    state: str = "waiting"
    late: bool = False
    after: str = ""

    @classmethod
    def read(cls, data: QueryDict) -> Wanted:
        """From an address."""
        state = "graded" if data.get("state") == "graded" else "waiting"
        keys = {name: _key(data.get(name, "")) for name in ("assignment", "course")}
        return cls(**keys, state=state, late=data.get("late") == "1", after=data.get("after", ""))

    def address(self, **instead: Any) -> str:
        """The filters as a query."""
        query = QueryDict(mutable=True)
        said = {"assignment": self.assignment, "course": self.course, "late": "1" if self.late else ""}
        said |= {"state": "graded" if self.state == "graded" else ""} | instead
        query.update({name: value for name, value in said.items() if value})
        return query.urlencode()


@dataclass(frozen=True)
class Page:
    """Rows, and where the next page begins."""

    rows: list[Submission]
    after: str


def page(wanted: Wanted, user: Any) -> Page:
    """Whoever waits longest comes first; of what is answered, the latest."""
    found = of_courses(_filtered(wanted), user).select_related(
        "assignment__lesson__course", "enrolment__person", "graded_by"
    )
    is_waiting = wanted.state == "waiting"
    stopped = place_in(wanted.after)
    if is_waiting:
        found = found.order_by("submitted_at", "pk")
        if stopped:
            found = beyond(found, "submitted_at", "gt", stopped)
    else:
        found = found.order_by("-graded_at", "-pk")
        if stopped:
            found = beyond(found, "graded_at", "lt", stopped)
    rows = list(found[: PAGE + 1])
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    at = (last.submitted_at if is_waiting else last.graded_at) if last else None
    return Page(rows[:PAGE], f"{at.isoformat()}_{last.pk}" if last and at else "")


def neighbours(submission: Submission, wanted: Wanted, user: Any) -> tuple[Submission | None, Submission | None]:
    """Who waits before and after this one, by the same filters."""
    found = of_courses(_filtered(Wanted(wanted.assignment, wanted.course, "waiting", wanted.late)), user)
    place = submission.submitted_at, submission.pk
    before, after = (beyond(found, "submitted_at", way, place) for way in ("lt", "gt"))
    return before.order_by("-submitted_at", "-pk").first(), after.order_by("submitted_at", "pk").first()


def waiting_count(user: Any) -> int:
    """How many wait for this user, counted up to a thousand."""
    return of_courses(Submission.objects.waiting(), user).order_by("submitted_at", "pk")[:COUNTED].count()


def assignments(user: Any) -> list[Assignment]:
    """What there is to filter by."""
    found = Assignment.objects.filter(lesson__archived_at=None, lesson__course__in=courses_of(user)).select_related(
        "lesson__course"
    )
    return list(found.order_by("lesson__course__title", "lesson__title"))


def of_courses(rows: Any, user: Any) -> Any:
    """The works in courses this user may build; whoever sees all courses reads them as they are."""
    if oversees(user):
        return rows
    mine = Assignment.objects.filter(lesson__course__in=courses_of(user)).values_list("pk", flat=True)
    return rows.filter(assignment__in=list(mine))


def _filtered(wanted: Wanted) -> Any:
    found = Submission.objects.waiting() if wanted.state == "waiting" else Submission.objects.graded()
    about = _assignments_of(wanted)
    if about is not None:
        # by their numbers, which the planner has statistics for: a key it would have to join for, and guess
        found = found.filter(assignment__in=list(about.values_list("pk", flat=True)))
    return found.filter(late_days__gt=0) if wanted.late else found


def _assignments_of(wanted: Wanted) -> Any:
    if wanted.assignment:
        return Assignment.objects.filter(key=wanted.assignment)
    return Assignment.objects.filter(lesson__course__key=wanted.course) if wanted.course else None


def beyond(rows: Any, field: str, way: str, place: tuple[datetime | None, int]) -> Any:
    """The rows on one side of a place, read by an index."""
    moment, pk = place
    past = Q(**{f"{field}__{way}": moment}) | Q(**{field: moment, f"pk__{way}": pk})
    # the second condition is what an index can begin at
    return rows.filter(past, **{f"{field}__{way}e": moment})


def _key(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""


def place_in(text: str) -> tuple[datetime, int] | None:
    """Where a page stopped, as its address says; None for what says nothing."""
    at, _mark, pk = text.rpartition("_")
    try:
        moment = datetime.fromisoformat(at)
        return (moment, int(pk)) if moment.tzinfo and 0 < len(pk) < 18 else None
    except ValueError:
        return None
