"""A finished course brings a certificate, and a certificate brings an email."""

from contextlib import suppress

from django.utils.translation import gettext as _

from marque.kit.facts.registry import subscribe
from marque.kit.http import tenant_url
from marque.kit.tenancy.addresses import path_to
from tenant_apps.certificates import actions
from tenant_apps.certificates.events import CertificateIssued, CertificateRevoked
from tenant_apps.certificates.letters import write_to_holder
from tenant_apps.certificates.models import Certificate
from tenant_apps.courses.models import Course
from tenant_apps.learning.events import CourseCompleted
from tenant_apps.people.models import Person


@subscribe(CourseCompleted)
def issue_certificate(fact: CourseCompleted) -> None:
    """Give the learner a certificate."""
    person, course = Person.objects.get(pk=fact.person_id), Course.objects.get(pk=fact.course_id)
    # the fact may be told again after the name was erased
    with suppress(actions.NameErased):
        actions.issue(person=person, course=course)


@subscribe(CertificateIssued)
def send_certificate(fact: CertificateIssued) -> None:
    """Tell the learner where it is."""
    certificate = _with_holder(fact.certificate_id)
    write_to_holder(
        certificate,
        subject=_("Your certificate for %(course)s"),
        template="issued",
        once_key=f"certificate:{certificate.key}",
        pdf_url=tenant_url(path_to("certificates:pdf", certificate.serial)),
    )


@subscribe(CertificateRevoked)
def tell_of_the_withdrawal(fact: CertificateRevoked) -> None:
    """Tell the learner that it no longer counts, and why where a reason was given."""
    certificate = _with_holder(fact.certificate_id)
    write_to_holder(
        certificate,
        subject=_("Your certificate for %(course)s was withdrawn"),
        template="withdrawn",
        once_key=f"certificate-withdrawn:{certificate.key}",
    )


def _with_holder(certificate_id: int) -> Certificate:
    return Certificate.objects.select_related("person").get(pk=certificate_id)
