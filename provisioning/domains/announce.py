"""Owners hear when a domain of theirs is connected, and when it is no longer: once for each time it happens."""

from django.utils.translation import gettext as _

from marque.kit.http import tenant_url
from marque.kit.mail.send import send_email
from marque.kit.tenancy.addresses import path_to
from marque.kit.tenancy.context import enter
from shared_apps.tenants.domain import Domain, Proof
from shared_apps.tenants.models import Tenant
from tenant_apps.accounts.models import Role, User


def announce(row: Domain) -> None:
    """Write to the owners about the state a domain is in, unless they know; harmless to do again."""
    if row.lapsed_at:
        _write(row, "lapsed", _("%(domain)s is no longer connected"), row.lapsed_at.isoformat())
    elif row.leads_here and row.verified_at and row.proof != Proof.EARLIER and not row.is_own:
        _write(row, "connected", _("%(domain)s is connected"), row.verified_at.isoformat())


def _write(row: Domain, what: str, subject: str, when: str) -> None:
    tenant = Tenant.objects.prefetch_related("domains").get(id=row.tenant_id).as_current()
    with enter(tenant):
        for owner in User.objects.filter(roles__role=Role.OWNER, is_active=True).distinct():
            send_email(
                to=owner.email,
                subject=subject % {"domain": row.shown},
                template=f"domains/mail/{what}",
                context={"domain": row, "page": tenant_url(path_to("domains:list"))},
                purpose=f"domain-{what}",
                once_key=f"domain-{what}:{row.id}:{when}:{owner.key}",
            )
