"""A capsule that an owner asked for in the Studio: made, kept for a week, and gone."""

from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from marque.kit.http import tenant_url
from marque.kit.mail.send import send_email
from marque.kit.tenancy.addresses import path_to
from marque.kit.tenancy.context import enter
from marque.kit.vault import in_vault
from provisioning.capsule.sending import export_tenant
from shared_apps.copies.models import OwnCapsule
from shared_apps.tenants.models import Tenant


class Progress(Protocol):
    """Told the step in an owner's words."""

    def __call__(self, step: str, done: int | None = None, total: int | None = None) -> None:
        """Say it."""


def make_own_capsule(*, tenant: Tenant, key: str, email: str, by: str, progress: Progress) -> OwnCapsule:
    """Export a business into the vault and write to its owner; raises NoKey and NoSpace. Run again, it is made once."""
    made = OwnCapsule.objects.filter(id=UUID(key)).first() or _make(tenant, UUID(key), by, progress)
    with enter(tenant.as_current()):
        send_email(
            to=email,
            subject=_("Your business, in one file"),
            template="provisioning/mail/capsule_ready",
            context={"page": tenant_url(path_to("studio_capsule")), "capsule": made},
            purpose="capsule-ready",
            once_key=f"capsule:{key}",
        )
    return made


def _make(tenant: Tenant, key: UUID, by: str, progress: Progress) -> OwnCapsule:
    path, now = f"capsules/{tenant.id}/{key}.capsule", timezone.now()
    in_vault(path).parent.mkdir(parents=True, exist_ok=True)
    made = export_tenant(row=tenant, target=in_vault(path), by=by, progress=_Told(progress))
    return OwnCapsule.objects.create(
        id=key,
        tenant_id=tenant.id,
        path=path,
        name=f"{tenant.slug}-{now:%Y-%m-%d}.capsule",
        size=made["size"],
        made_at=now,
        expires_at=now + timedelta(days=settings.OWN_CAPSULE_DAYS),
    )


class _Told:
    """Tables are ours; an owner is told what is done for them, and only when that changes."""

    def __init__(self, progress: Progress) -> None:
        self.progress, self.last = progress, ""

    def __call__(self, step: str) -> None:
        told = _("Adding your files") if step == "Copying files" else _("Writing your data")
        if told != self.last:
            self.last = told
            self.progress(told)


def drop_expired(now: datetime) -> int:
    """Remove capsules whose week is over; returns how many."""
    over = list(OwnCapsule.objects.filter(expires_at__lte=now))
    for capsule in over:
        in_vault(capsule.path).unlink(missing_ok=True)
        capsule.delete()
    return len(over)
