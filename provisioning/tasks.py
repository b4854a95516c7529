"""Provisioning asked for from the web: done by the worker that has the owner's login."""

from datetime import timedelta

from celery import shared_task
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from marque.kit.errors import Refused
from marque.kit.mail.send import send_email
from marque.kit.tenancy.context import CurrentTenant, enter
from provisioning.blueprints import Owner
from provisioning.lifecycle.purge import purge_due
from provisioning.schemas import only_one
from provisioning.tenants import create_tenant
from shared_apps.operations import actions as operations
from shared_apps.operations.models import Operation
from shared_apps.tenants.models import Tenant
from tenant_apps.accounts.links import INVITATION_LIFETIME, sign_in_url
from tenant_apps.accounts.models import User

_UNSTARTED, _UNFINISHED = timedelta(seconds=30), timedelta(minutes=2)


@shared_task(name="provisioning.create_tenant", tenantless=True)
def create_tenant_task(operation_id: str, **_later: object) -> None:
    """Carry out an operation of kind `tenant.create`; delivered twice, it is done once."""
    with only_one(f"operation:{operation_id}"):
        operation = Operation.objects.get(id=operation_id)
        if not operation.is_over:
            _carry_out(operation)


def _carry_out(operation: Operation) -> None:
    try:
        tenant = _made_before(operation) or _make(operation)
    except Refused as refused:
        operations.fail(operation=operation, error=str(refused))
    except BaseException:
        operations.fail(operation=operation, error=_("Something went wrong on our side. Nothing was kept; try again."))
        raise
    else:
        welcome(tenant, operation.payload["owner_email"])
        operations.finish(operation=operation, result={"slug": tenant.slug, "domain": tenant.domain})


def _made_before(operation: Operation) -> CurrentTenant | None:
    """What a worker had made before it died without saying so."""
    wanted = operation.payload
    done = Tenant.objects.filter(state=Tenant.State.ACTIVE, created_at__gte=operation.created_at)
    row = done.filter(slug=wanted["slug"], owner_email=wanted["owner_email"]).first()
    return row.as_current() if row else None


def _make(operation: Operation) -> CurrentTenant:
    wanted = operation.payload
    return create_tenant(
        slug=wanted["slug"],
        name=wanted["name"],
        by=operation.actor,
        owner=Owner(email=wanted["owner_email"], name=wanted["owner_name"]),
        blueprint=wanted["blueprint"],
        progress=lambda step: operations.step(operation=operation, name=step),
    )


@shared_task(name="provisioning.sweep", tenantless=True)
def sweep(**_later: object) -> None:
    """Nudge what a lost message or a dead worker left behind; doing a thing twice makes it once."""
    now = timezone.now()
    forgotten = Q(started_at=None, created_at__lt=now - _UNSTARTED) | Q(started_at__lt=now - _UNFINISHED)
    left = Operation.objects.filter(forgotten, kind="tenant.create", finished_at=None, failed_at=None)
    for operation_id in left.order_by("created_at").values_list("id", flat=True)[:100]:
        create_tenant_task.delay(str(operation_id))


@shared_task(name="provisioning.purge", tenantless=True)
def purge(**_later: object) -> None:
    """Remove for good what was deleted 30 days ago."""
    purge_due(by="clock")


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
