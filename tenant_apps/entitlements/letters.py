"""What people are written about their access."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from marque.kit.http import tenant_url
from marque.kit.mail.send import send_email
from marque.kit.tenancy.addresses import path_to
from tenant_apps.entitlements.models import Entitlement
from themes.brand import current_brand


def once_key(held: Entitlement) -> str:
    """One letter for each end: an extended access has another one."""
    return f"access-ends:{held.key}:{held.expires_at:%Y%m%d%H%M}"


def send_ends(held: Entitlement) -> None:
    """That access ends, and when, by the clock of the person."""
    person = held.person
    with translation.override(person.language or translation.get_language()):
        subject = _("Your access to “%(title)s” ends soon") % {"title": held.product.title}
    send_email(
        to=person.email,
        subject=subject,
        template="entitlements/mail/ends",
        context={
            "title": subject,
            "product": held.product,
            "until": held.expires_at,
            "url": tenant_url(path_to("learning:dashboard")),
        },
        purpose="access_ends",
        once_key=once_key(held),
        language=person.language or None,
        reply_to=current_brand().support_email,
    )
