"""Issuing, withdrawing and correcting certificates."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit import clock, ids
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from tenant_apps.certificates.events import CertificateIssued, CertificateRevoked
from tenant_apps.certificates.models import Certificate, CertificateDesign
from tenant_apps.courses.models import Course, Lesson
from tenant_apps.people.models import Person

if TYPE_CHECKING:
    from tenant_apps.accounts.models import User

SERIAL_LENGTH = 10
NAME_LENGTH = 120
_JOINERS = "\u200c\u200d"


class NameMissing(Refused):
    """A certificate needs a name."""

    message = _("Write the name as it should stand on the certificate.")
    field = "name"


class NameTooLong(Refused):
    """The name does not fit."""

    message = _("This name has %(length)s letters. A certificate has room for 120.")
    field = "name"


class AlreadyNamed(Refused):
    """A learner puts their name on once; the school may change it."""

    message = _("This certificate has a name. Write to the school to have it changed.")
    field = "name"


class Withdrawn(Refused):
    """Nothing can be changed about a withdrawn certificate."""

    message = _("This certificate was withdrawn. Issue a new one instead.")


@transaction.atomic
def issue(*, person: Person, course: Course, by: "User | None" = None, now: datetime | None = None) -> Certificate:
    """Give a certificate for a finished course, once. After a withdrawal only a person of the school gives another."""
    # One at a time per learner: the same fact may be delivered twice at once.
    Person.objects.select_for_update().get(pk=person.pk)
    earlier = Certificate.objects.filter(person=person, course=course).order_by("revoked_at").reverse()
    existing = earlier.valid().first() or (None if by else earlier.first())
    if existing:
        return existing
    lessons = Lesson.objects.live().filter(module__course=course, module__archived_at__isnull=True)
    certificate = Certificate.objects.create(
        serial=ids.code(SERIAL_LENGTH),
        person=person,
        course=course,
        name_on_it=person.name.strip()[:NAME_LENGTH],
        course_title=course.title,
        lessons=lessons.count(),
        minutes=sum(lessons.values_list("minutes", flat=True)),
        issued_at=now or clock.now(),
    )
    publish(CertificateIssued(certificate_id=certificate.pk, person_id=person.pk, course_id=course.pk))
    return certificate


@transaction.atomic
def revoke(
    *, certificate: Certificate, reason: str = "", by: "User | None" = None, now: datetime | None = None
) -> None:
    """Withdraw a certificate. Its page stays and says so."""
    current = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if current.revoked_at is None:
        current.revoked_at, current.revoked_reason = now or clock.now(), reason[:200]
        current.save(update_fields=["revoked_at", "revoked_reason"])
        publish(CertificateRevoked(certificate_id=current.pk, person_id=current.person_id, course_id=current.course_id))
    certificate.refresh_from_db()


@transaction.atomic
def reissue(
    *, certificate: Certificate, name: str, by: "User | None" = None, now: datetime | None = None
) -> Certificate:
    """Correct the name; number and date stay, so a printed link keeps leading here."""
    name = clean_name(name)
    current = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if current.revoked_at is not None:
        raise Withdrawn
    if current.name_on_it != name:
        current.name_on_it, current.reissued_at = name, now or clock.now()
        current.save(update_fields=["name_on_it", "reissued_at"])
    return current


@transaction.atomic
def put_name(*, certificate: Certificate, name: str) -> Certificate:
    """The learner names a certificate that was issued without one."""
    current = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if current.name_on_it:
        raise AlreadyNamed
    return reissue(certificate=current, name=name)


@transaction.atomic
def set_design(
    *,
    course: Course | None,
    heading: str,
    lead: str,
    wording: str,
    signature_name: str = "",
    signature_role: str = "",
    by: "User | None" = None,
) -> CertificateDesign:
    """How certificates of a course read, or of all courses without a design of their own."""
    values = {
        "heading": heading,
        "lead": lead,
        "wording": wording,
        "signature_name": signature_name,
        "signature_role": signature_role,
    }
    design, _new = CertificateDesign.objects.update_or_create(course=course, defaults=values)
    return design


def clean_name(name: str) -> str:
    """A name as it can be printed; raises NameMissing or NameTooLong."""
    # Control characters would break the page; joiners are letters to Indic scripts and to emoji, and stay.
    kept = (letter for letter in name if letter.isprintable() or letter in f"{_JOINERS} \t")
    name = " ".join("".join(kept).split())
    if not name.strip(_JOINERS):
        raise NameMissing
    if len(name) > NAME_LENGTH:
        raise NameTooLong(length=len(name))
    return name
