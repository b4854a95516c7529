"""Certificates on the learner's dashboard."""

from marque.kit.tenancy.addresses import path_to
from tenant_apps.certificates.queries import certificates_of
from tenant_apps.learning.slots import Keepsake, keepsakes_source
from tenant_apps.people.models import Person


@keepsakes_source
def certificates(person: Person) -> list[Keepsake]:
    """One card per valid certificate."""
    return [
        Keepsake(
            course_id=certificate.course_id,
            title=certificate.course_title,
            issued_at=certificate.issued_at,
            url=path_to("certificates:certificate", certificate.serial),
        )
        for certificate in certificates_of(person)
    ]
