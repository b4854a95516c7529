"""The name on a certificate: corrected, put on, and erased."""

import hashlib
import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.tenancy.context import require_tenant
from shared_apps.operations import audit
from tenant_apps.certificates.models import Certificate, NameErasure
from tenant_apps.learning.models import Enrolment
from tenant_apps.people.models import Person

if TYPE_CHECKING:
    from tenant_apps.accounts.models import User

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


class NameErased(Refused):
    """Its learner had the name erased, which is for good."""

    message = _("Its learner had their name erased. It does not come back.")


@transaction.atomic
def reissue(
    *, certificate: Certificate, name: str, by: "User | None" = None, now: datetime | None = None
) -> Certificate:
    """Correct the name; number and date stay, so a printed link keeps leading here."""
    name = clean_name(name)
    current = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if current.revoked_at is not None:
        raise Withdrawn
    if current.forgotten_at is not None:
        raise NameErased
    if current.name_on_it != name:
        current.name_on_it, current.reissued_at = name, now or clock.now()
        current.save(update_fields=["name_on_it", "reissued_at"])
        if by is not None:
            audit.record(
                by=by.email, action="certificate.reissued", target=current.number, tenant_id=require_tenant().id
            )
    return current


@transaction.atomic
def put_name(*, certificate: Certificate, name: str) -> Certificate:
    """The learner names a certificate that was issued without one."""
    current = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if current.name_on_it:
        raise AlreadyNamed
    return reissue(certificate=current, name=name)


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


@transaction.atomic
def forget(*, person: Person, by: "User | None" = None, now: datetime | None = None) -> int:
    """Erase a person's name from their certificates; returns how many. Who holds a paper can still compare its name.

    The rows stay, with what cannot be turned back into the name, and without the person; nothing finished so far brings
    the name back.
    """
    # the lock that `issue` takes, so that none is being given meanwhile
    Person.objects.select_for_update().get(pk=person.pk)
    at = now or clock.now()
    rows = list(Certificate.objects.select_for_update().filter(person=person))
    for row in rows:
        row.name_digest = name_digest(row.serial, row.name_on_it) if row.name_on_it else ""
        row.name_on_it, row.person, row.forgotten_at = "", None, at
        row.save(update_fields=["name_digest", "name_on_it", "person", "forgotten_at"])
    _keep_from_returning(person, {row.course_id for row in rows}, at)
    if rows and by is not None:
        numbers = {"certificates": [row.number for row in rows]}
        audit.record(by=str(by), action="certificate.forgotten", tenant_id=require_tenant().id, data=numbers)
    return len(rows)


def _keep_from_returning(person: Person, courses: set[int], at: datetime) -> None:
    done = Enrolment.objects.filter(person=person, completed_at__isnull=False).values_list("course_id", flat=True)
    erased = [NameErasure(person=person, course_id=course, erased_at=at) for course in courses.union(done)]
    NameErasure.objects.bulk_create(erased, ignore_conflicts=True)


def name_digest(serial: str, name: str) -> str:
    """What is kept of an erased name. Slow on purpose (RFC 7914), and of no use for any other certificate."""
    said = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    return hashlib.scrypt(said.encode(), salt=serial.encode(), n=2**14, r=8, p=1, dklen=32).hex()
