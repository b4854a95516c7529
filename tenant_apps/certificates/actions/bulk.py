"""Many certificates at once: for who finished and has none, and for who is named."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marque.kit.errors import Refused
from marque.kit.tenancy.context import require_tenant
from shared_apps.operations import audit
from tenant_apps.certificates.actions.issuing import issue
from tenant_apps.certificates.models import Certificate, NameErasure
from tenant_apps.courses.models import Course
from tenant_apps.learning.models import Enrolment
from tenant_apps.people.models import Person

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from tenant_apps.accounts.models import User

MOST_EMAILS = 1000
_AT_ONCE = 200


class TooManyAddresses(Refused):
    """More than are given at once."""

    message = gettext_lazy(
        "This list has %(lines)d addresses, and at most %(most)d are taken at once: give it in parts. Nobody of it has "
        "been given anything."
    )
    field = "emails"


@dataclass(frozen=True)
class Candidate:
    """One line of a list, and what would become of it."""

    line: int
    email: str
    person: Person | None
    problem: str = ""


def waiting_for(course: Course) -> "QuerySet[Enrolment]":
    """Who finished the course and never got a certificate; a withdrawn or erased one is not given again by itself."""
    has_one = Certificate.objects.filter(person=OuterRef("person"), course=course)
    erased = NameErasure.objects.filter(person=OuterRef("person"), course=course)
    finished = Enrolment.objects.filter(course=course, completed_at__isnull=False)
    return finished.exclude(Exists(has_one) | Exists(erased)).select_related("person").order_by("completed_at", "pk")


def issue_waiting(*, course: Course, by: "User | None" = None) -> int:
    """Give it to all of them, dated on the day each finished; returns how many. Killed halfway, it goes on when asked
    again."""
    given = 0
    while rows := list(waiting_for(course)[:_AT_ONCE]):
        for row in rows:
            issue(person=row.person, course=course, now=row.completed_at)
        given += len(rows)
    _note(course, given, by)
    return given


def issue_to(*, course: Course, people: Iterable[int], by: "User") -> int:
    """Give it to these people, by their ids; returns how many got one. Killed halfway and run again it goes on."""
    given = 0
    erased = NameErasure.objects.filter(person=OuterRef("pk"), course=course)
    for person in Person.objects.filter(~Exists(erased), pk__in=people).order_by("pk"):
        if not Certificate.objects.valid().filter(person=person, course=course).exists():
            issue(person=person, course=course, by=by)
            given += 1
    _note(course, given, by)
    return given


def candidates_by_email(*, course: Course, text: str) -> list[Candidate]:
    """What each line of a list of addresses would come to; nothing is written. Raises TooManyAddresses."""
    lines = [(number, line.strip().lower()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(lines) > MOST_EMAILS:
        raise TooManyAddresses(lines=len(lines), most=MOST_EMAILS)
    people = {person.email: person for person in Person.objects.filter(email__in=[email for _n, email in lines])}
    holders = set(Certificate.objects.valid().filter(course=course, person__in=people.values()).values_list("person"))
    erased = set(NameErasure.objects.filter(course=course, person__in=people.values()).values_list("person"))
    seen: set[str] = set()
    found = []
    for number, email in lines:
        person = people.get(email)
        problem = ""
        if person is None:
            problem = _("Nobody here has this address.")
        elif email in seen:
            problem = _("Stands on the list twice.")
        elif (person.pk,) in holders:
            problem = _("Has this certificate already.")
        elif (person.pk,) in erased:
            problem = _("Had their name erased from it.")
        seen.add(email)
        found.append(Candidate(number, email, person, problem))
    return found


def _note(course: Course, given: int, by: "User | None") -> None:
    if given and by is not None:
        data = {"course": course.title, "certificates": given}
        audit.record(by=str(by), action="certificates.issued", tenant_id=require_tenant().id, data=data)
