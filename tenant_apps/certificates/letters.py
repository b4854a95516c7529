"""What is written to whoever holds a certificate."""

from typing import Any

from marque.kit.http import tenant_url
from marque.kit.mail.send import send_email
from marque.kit.tenancy.addresses import path_to
from tenant_apps.certificates.models import Certificate


def write_to_holder(certificate: Certificate, *, subject: str, template: str, once_key: str, **context: Any) -> None:
    """Send an email about a certificate in its holder's language; to nobody, once the name is erased."""
    person = certificate.person
    if person is None:
        return
    url = tenant_url(path_to("certificates:certificate", certificate.serial))
    send_email(
        to=person.email,
        subject=subject % {"course": certificate.course_title},
        template=f"certificates/mail/{template}",
        context={"certificate": certificate, "first_name": person.first_name, "url": url, **context},
        purpose="certificate",
        once_key=once_key,
        language=person.language or None,
    )
