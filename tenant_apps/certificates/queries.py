"""Reading certificates."""

from typing import TYPE_CHECKING

from django.db.models import F, Q

from marque.kit.ids import read_code
from tenant_apps.certificates.models import Certificate, CertificateDesign

if TYPE_CHECKING:
    from tenant_apps.courses.models import Course
    from tenant_apps.people.models import Person


def certificate_by_serial(text: str) -> Certificate | None:
    """The certificate of a number, however it was typed."""
    found = Certificate.objects.select_related("course__author", "person", "edition")
    return found.filter(serial=read_code(text)).first()


def certificates_of(person: "Person") -> list[Certificate]:
    """A learner's valid certificates, latest first."""
    return list(Certificate.objects.valid().filter(person=person))


def design_for(course: "Course") -> CertificateDesign:
    """The course's own design, else the school's, else the one everybody starts with."""
    designs = CertificateDesign.objects.filter(Q(course=course) | Q(course__isnull=True))
    return designs.order_by(F("course").asc(nulls_last=True)).first() or CertificateDesign()
