"""Operations on whole tenants."""

from typing import Any

from django.utils.translation import gettext as _

from marque.kit.mail.send import send_email
from marque.kit.tenancy.context import CurrentTenant, enter
from provisioning.blueprints import Owner
from provisioning.kinds.belonging import hold_made
from provisioning.lifecycle.rename import rename_tenant
from provisioning.operations import Progress, kind
from provisioning.tenants import create_tenant
from shared_apps.operations.models import Operation
from shared_apps.tenants.models import Tenant
from tenant_apps.accounts.links import INVITATION_LIFETIME, sign_in_url
from tenant_apps.accounts.models import User


@kind("tenant.create", again=True)
def create(*, payload: dict[str, Any], by: str, progress: Progress) -> dict[str, Any]:
    """Provision a business and mail its owner the way in."""
    tenant = _made_before(payload) or create_tenant(
        slug=payload["slug"],
        name=payload["name"],
        by=by,
        owner=Owner(email=payload["owner_email"], name=payload.get("owner_name", "")),
        blueprint=payload["blueprint"],
        domain=payload.get("domain", ""),
        plan=payload.get("plan", ""),
        progress=progress,
    )
    if payload.get("agency"):
        hold_made(payload, by=by)
    welcome(tenant, payload["owner_email"])
    return {"slug": tenant.slug, "domain": tenant.domain}


def _made_before(payload: dict[str, Any]) -> CurrentTenant | None:
    """What a worker had made of this before it died without saying so."""
    slug, email = payload["slug"], payload["owner_email"]
    asked = Operation.objects.filter(kind="tenant.create", payload=payload, finished_at=None, attempts__gt=1).first()
    if asked is None:
        return None
    done = Tenant.objects.filter(state=Tenant.State.ACTIVE, created_at__gte=asked.created_at)
    row = done.filter(slug=slug, owner_email=email).first()
    return row.as_current() if row else None


@kind("tenant.rename", again=True)
def rename(*, payload: dict[str, Any], by: str, progress: Progress) -> dict[str, Any]:
    """Give a business another slug."""
    row = Tenant.objects.get(id=payload["tenant"])
    row = rename_tenant(tenant=row, slug=payload["slug"], by=by, reason=payload["reason"], progress=progress)
    return {"slug": row.slug}


def welcome(tenant: CurrentTenant, email: str) -> None:
    """Mail the owner the way into their Studio."""
    with enter(tenant):
        owner = User.objects.get(email__iexact=email)
        send_email(
            to=owner.email,
            subject=_("Your Studio is ready"),
            template="provisioning/mail/studio_ready",
            context={"owner": owner, "studio": sign_in_url(owner, "/studio/", INVITATION_LIFETIME)},
            purpose="studio-ready",
            once_key="studio-ready",
        )
