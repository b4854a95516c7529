"""People brought into a course by a file: each line judged, then enrolled in the background."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Count, Q
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from marque.kit.clock import now as clock_now
from marque.kit.errors import Refused
from marque.kit.lists import rows_of
from marque.kit.moments import OUTSIDE, YEARS
from marque.kit.tenancy.context import require_tenant
from marque.kit.tenancy.tasks import soon
from shared_apps.operations import audit
from shared_apps.plans.errors import LimitReached
from tenant_apps.courses.models import Course
from tenant_apps.entitlements import by_hand
from tenant_apps.learning.actions.enrolling import EnrolledAlready, enrol_by_hand
from tenant_apps.learning.models import EnrolmentLine, EnrolmentList, LineState

COLUMNS = ("email", "name", "access_until")
LARGEST = 4 << 20
MOST_LINES = 20_000
# a worker that was not heard of for so long is dead
SILENT = timedelta(minutes=2)
_AT_ONCE = 50


class LineWrong(Refused):
    """Something is wrong with one cell of a line."""


class NobodyToEnrol(Refused):
    """A list without a right line."""

    message = _("No line of this list is right. Put the file right and bring it again.")


@transaction.atomic
def take_list(
    *, course: Course, content: bytes, name: str, reason: str, by: Any, now: datetime | None = None
) -> EnrolmentList:
    """Keep a file's lines, each judged; nobody is enrolled yet. Raises ListUnreadable and ReasonMissing."""
    if not reason.strip():
        raise by_hand.ReasonMissing
    at = now or clock_now()
    rows = list(rows_of(content, columns=COLUMNS, needed=("email",), largest=LARGEST, most=MOST_LINES))
    made = EnrolmentList.objects.create(course=course, by=by, name=name[:255], reason=reason.strip()[:300])
    seen: dict[str, int] = {}
    lines = [_judged(made, number, row, seen, at) for number, row in rows]
    EnrolmentLine.objects.bulk_create(lines, batch_size=1000)
    return made


@transaction.atomic
def begin_list(*, parent: EnrolmentList, by: Any, tell: bool = False, now: datetime | None = None) -> EnrolmentList:
    """Enrol everybody whose line is right, in the background, and have them told by email if asked.

    Twice changes nothing. Raises NobodyToEnrol.
    """
    from tenant_apps.learning import tasks  # inline: the task calls this module

    if not parent.lines.exclude(state=LineState.WRONG).exists():
        raise NobodyToEnrol
    begun = EnrolmentList.objects.filter(pk=parent.pk, begun_at=None)
    if begun.update(begun_at=now or clock_now(), tells=tell):
        parent.tells = tell
        _note("learning.list_begun", parent, by)
        soon(tasks.work_on_list, list_id=parent.pk)
    return parent


def work_on_list(*, parent: EnrolmentList, now: datetime | None = None) -> None:
    """Enrol the waiting lines, some at a time. One worker at a time does so; where it was killed the next goes on."""
    at = now or clock_now()
    free = Q(heard_at__isnull=True) | Q(heard_at__lt=at - SILENT)
    mine = EnrolmentList.objects.filter(free, pk=parent.pk, begun_at__isnull=False, finished_at=None)
    if not mine.update(heard_at=at):
        return
    parent.refresh_from_db()
    while _some(parent):
        EnrolmentList.objects.filter(pk=parent.pk).update(heard_at=now or clock_now())
    _finish(parent, now or clock_now())


def unheard_lists(*, now: datetime | None = None) -> list[int]:
    """The lists that were begun and that no worker is at."""
    silent = Q(heard_at__isnull=True) | Q(heard_at__lt=(now or clock_now()) - SILENT)
    found = EnrolmentList.objects.filter(silent, begun_at__isnull=False, finished_at=None)
    return list(found.order_by("pk").values_list("pk", flat=True)[:20])


def counts_of(parent: EnrolmentList) -> dict[str, int]:
    """How many lines stand how."""
    found = parent.lines.order_by().values_list("state").annotate(n=Count("pk"))
    return dict.fromkeys(LineState.values, 0) | dict(found)


@transaction.atomic
def _finish(parent: EnrolmentList, at: datetime) -> None:
    if EnrolmentList.objects.filter(pk=parent.pk, finished_at=None).update(finished_at=at):
        _note("learning.list_enrolled", parent, parent.by)


@transaction.atomic
def _some(parent: EnrolmentList) -> int:
    """The next waiting lines, in one commit: what is written of a line and its place are there both or neither."""
    waiting = parent.lines.select_for_update(no_key=True).filter(state=LineState.WAITING).order_by("number")
    lines = list(waiting[:_AT_ONCE])
    for line in lines:
        line.state, line.column, line.words = _enrolled(parent, line)
        line.save(update_fields=["state", "column", "words"])
    return len(lines)


def _enrolled(parent: EnrolmentList, line: EnrolmentLine) -> tuple[str, str, str]:
    try:
        enrol_by_hand(
            course=parent.course,
            email=line.email,
            name=line.name,
            reason=parent.reason,
            by=parent.by,
            expires_at=line.expires_at,
            tell=parent.tells,
        )
    except EnrolledAlready:
        return LineState.KNOWN, "", ""
    except (Refused, LimitReached) as refused:
        return LineState.WRONG, "email", str(refused)[:300]
    return LineState.NEW, "", ""


def _judged(
    parent: EnrolmentList, number: int, row: Mapping[str, str], seen: dict[str, int], now: datetime
) -> EnrolmentLine:
    line = EnrolmentLine(parent=parent, number=number, email=row.get("email", "")[:254], name=row.get("name", "")[:120])
    try:
        line.email = _email(row, seen, number)
        line.name = _name(row.get("name", ""))
        line.expires_at = _until(row.get("access_until", ""), now)
    except LineWrong as wrong:
        line.state, line.column, line.words = LineState.WRONG, wrong.field or "", str(wrong)[:300]
    return line


def _email(row: Mapping[str, str], seen: dict[str, int], number: int) -> str:
    if row[""] != "0":
        raise LineWrong(_("This line has more or fewer cells than the first one."), field="")
    email = row["email"].lower()
    try:
        validate_email(email)
    except ValidationError:
        words = _("“%(email)s” is not an email address. Write it as sofia@example.com.")
        raise LineWrong(words, field="email", email=row["email"][:80]) from None
    if len(email) > 254:
        raise LineWrong(_("The email is longer than 254 characters."), field="email")
    first = seen.setdefault(email, number)
    if first != number:
        raise LineWrong(_("Line %(first)d names the same email. Keep one of them."), field="email", first=first)
    return email


def _name(text: str) -> str:
    if len(text) > 120:
        raise LineWrong(_("The name is longer than 120 characters. Shorten it."), field="name")
    if "\ufffd" in text:
        raise LineWrong(_("A character of the name cannot be read. Save the file as UTF-8."), field="name")
    return text


def _until(text: str, now: datetime) -> datetime | None:
    if not text:
        return None
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise LineWrong(_("“%(day)s” is not a day. Write it as 2027-03-31."), field="access_until", day=text[:40])
    if day.year > YEARS[-1]:
        raise LineWrong(OUTSIDE, field="access_until")
    until = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
    if until <= now:
        words = _("“%(day)s” is not to come. Give a day in the future, or none.")
        raise LineWrong(words, field="access_until", day=text[:40])
    return until


def _note(action: str, parent: EnrolmentList, by: Any) -> None:
    data = {"list": parent.name, "course": parent.course.title, "told": parent.tells, **counts_of(parent)}
    here = require_tenant().id
    audit.record(
        by=str(by or ""), action=action, target=str(parent.key), tenant_id=here, reason=parent.reason, data=data
    )
