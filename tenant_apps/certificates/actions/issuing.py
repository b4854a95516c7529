"""Issuing, renewing and withdrawing certificates."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit import clock, ids
from marque.kit.errors import Refused
from marque.kit.facts.outbox import publish
from marque.kit.tenancy.context import require_tenant
from shared_apps.operations import audit
from tenant_apps.certificates.actions.naming import NAME_LENGTH, NameErased, Withdrawn
from tenant_apps.certificates.editions import keep_edition
from tenant_apps.certificates.events import CertificateIssued, CertificateRevoked
from tenant_apps.certificates.models import Certificate, NameErasure
from tenant_apps.certificates.queries import design_for
from tenant_apps.courses.models import Course, Lesson
from tenant_apps.orders.rhythm import Interval, step
from tenant_apps.people.models import Person
from themes.brand import current_brand

if TYPE_CHECKING:
    from tenant_apps.accounts.models import User

SERIAL_LENGTH = 10


class NeverExpires(Refused):
    """There is nothing to renew."""

    message = _("Certificates of this course do not expire. Say how long they count in the design first.")


@transaction.atomic
def issue(*, person: Person, course: Course, by: "User | None" = None, now: datetime | None = None) -> Certificate:
    """Give a certificate for a finished course, once. After a withdrawal only a person of the school gives another;
    after an erasure nobody does, and this raises NameErased."""
    # One at a time per learner: the same fact may be delivered twice at once.
    Person.objects.select_for_update().get(pk=person.pk)
    earlier = Certificate.objects.filter(person=person, course=course).order_by("revoked_at").reverse()
    existing = earlier.valid().first() or (None if by else earlier.first())
    if existing:
        return existing
    if NameErasure.objects.filter(person=person, course=course).exists():
        raise NameErased
    design = design_for(course)
    at = now or clock.now()
    lessons = Lesson.objects.published().filter(module__course=course, module__archived_at__isnull=True)
    certificate = Certificate.objects.create(
        serial=ids.code(SERIAL_LENGTH),
        person=person,
        course=course,
        name_on_it=person.name.strip()[:NAME_LENGTH],
        course_title=course.title,
        lessons=lessons.count(),
        minutes=sum(lessons.values_list("minutes", flat=True)),
        edition=keep_edition(design),
        issued_at=at,
        expires_at=_end(design.valid_months, at),
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
        current.revoked_at, current.revoked_reason = now or clock.now(), reason.strip()[:200]
        current.save(update_fields=["revoked_at", "revoked_reason"])
        publish(
            CertificateRevoked(certificate_id=current.pk, person_id=current.person_id or 0, course_id=current.course_id)
        )
        _note("certificate.revoked", current, by)
    certificate.refresh_from_db()


@transaction.atomic
def renew(*, certificate: Certificate, by: "User | None" = None, now: datetime | None = None) -> Certificate:
    """Let it count for another term from now on; number and page stay."""
    current = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if current.revoked_at is not None:
        raise Withdrawn
    end = _end(design_for(current.course).valid_months, now or clock.now())
    if end is None:
        raise NeverExpires
    current.expires_at, current.expiry_told_at = end, None
    current.save(update_fields=["expires_at", "expiry_told_at"])
    _note("certificate.renewed", current, by)
    return current


def _note(action: str, certificate: Certificate, by: "User | None") -> None:
    if by is not None:
        audit.record(by=str(by), action=action, target=certificate.number, tenant_id=require_tenant().id)


def _end(months: int | None, since: datetime) -> datetime | None:
    if not months:
        return None
    return step(since, steps=1, interval=Interval.MONTH, count=months, zone=current_brand().time_zone)
