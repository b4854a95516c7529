"""A finished course brings a certificate, and a certificate brings an email."""

from django.utils.translation import gettext as _

from marque.kit.facts.registry import subscribe
from marque.kit.http import tenant_url
from marque.kit.mail.send import send_email
from marque.kit.tenancy.addresses import path_to
from tenant_apps.certificates import actions
from tenant_apps.certificates.events import CertificateIssued
from tenant_apps.certificates.models import Certificate
from tenant_apps.courses.models import Course
from tenant_apps.learning.events import CourseCompleted
from tenant_apps.people.models import Person


@subscribe(CourseCompleted)
def issue_certificate(fact: CourseCompleted) -> None:
    """Give the learner a certificate."""
    person, course = Person.objects.get(pk=fact.person_id), Course.objects.get(pk=fact.course_id)
    actions.issue(person=person, course=course)


@subscribe(CertificateIssued)
def send_certificate(fact: CertificateIssued) -> None:
    """Tell the learner where it is."""
    certificate = Certificate.objects.select_related("person").get(pk=fact.certificate_id)
    person = certificate.person
    send_email(
        to=person.email,
        subject=_("Your certificate for %(course)s") % {"course": certificate.course_title},
        template="certificates/mail/issued",
        context={
            "certificate": certificate,
            "first_name": person.first_name,
            "url": tenant_url(path_to("certificates:certificate", certificate.serial)),
            "pdf_url": tenant_url(path_to("certificates:pdf", certificate.serial)),
        },
        purpose="certificate",
        once_key=f"certificate:{certificate.key}",
        language=person.language or None,
    )
