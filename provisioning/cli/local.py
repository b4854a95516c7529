"""The engine on this server: actions called directly, as whoever types the command."""

import getpass
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from marque.kit.errors import Missing, Refused
from provisioning.blueprints import Owner
from provisioning.cli.engine import Fields, Stopped
from provisioning.cli.output import Exit, Tell
from provisioning.lifecycle.purge import purge_tenant
from provisioning.lifecycle.rename import rename_tenant
from provisioning.tenants import create_tenant
from shared_apps.operations.models import Operation
from shared_apps.tenants import actions, lifecycle
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.renaming import renamed_from


@contextmanager
def as_stopped() -> Iterator[None]:
    """Turn a refusal into its sentence and code."""
    try:
        yield
    except Missing as missing:
        raise Stopped(Exit.NOT_FOUND, str(missing), missing.field) from missing
    except Refused as refused:
        raise Stopped(Exit.REFUSED, str(refused), refused.field) from refused


def actor() -> str:
    """Who types the command, for the audit log."""
    return f"cli:{getpass.getuser()}"


def find(slug: str) -> Tenant:
    """The business of a slug; raises Stopped with code 4."""
    row = Tenant.objects.filter(slug__iexact=slug).prefetch_related("domains").first()
    if row is None:
        raise Stopped(Exit.NOT_FOUND, f"There is no business “{slug}”.")
    return row


class LocalEngine:
    """Here, without a token: whoever may log in to the server may do everything."""

    def whoami(self) -> Fields:
        """Whoever typed it, on this server."""
        return {"url": "this server", "actor": actor(), "platform": settings.PLATFORM_HOST}

    def create_tenant(self, *, progress: Tell, **wanted: str) -> Fields:
        """Provision a business."""
        owner = Owner(email=wanted.pop("owner"), verified=True)
        with as_stopped():
            made = create_tenant(by=actor(), owner=owner, progress=progress, **wanted)
        return shown(find(made.slug))

    def list_tenants(self, *, state: str) -> list[Fields]:
        """Every business of the platform."""
        rows = Tenant.objects.businesses().order_by("-created_at", "slug").prefetch_related("domains")
        return [shown(row) for row in (rows.filter(state=state) if state else rows)]

    def show_tenant(self, *, slug: str) -> Fields:
        """One business."""
        return shown(find(slug))

    def suspend_tenant(self, *, slug: str, reason: str) -> Fields:
        """Close it to the public."""
        return self._change(actions.change_state, slug, reason, state=Tenant.State.SUSPENDED)

    def resume_tenant(self, *, slug: str, reason: str) -> Fields:
        """Open it again."""
        return self._change(actions.change_state, slug, reason, state=Tenant.State.ACTIVE)

    def archive_tenant(self, *, slug: str, reason: str) -> Fields:
        """Close it and stop its work."""
        return self._change(lifecycle.archive_tenant, slug, reason)

    def restore_tenant(self, *, slug: str, reason: str) -> Fields:
        """Bring it back."""
        return self._change(lifecycle.restore_tenant, slug, reason)

    def delete_tenant(self, *, slug: str, reason: str) -> Fields:
        """Close it to everybody."""
        row = find(slug)
        with as_stopped():
            row = lifecycle.delete_tenant(tenant=row, by=actor(), reason=reason)
        return shown(row) | {"purge_after": row.purge_after}

    def purge_tenant(self, *, slug: str, reason: str, confirm: str, progress: Tell) -> Fields:
        """Without the 30 days."""
        row = find(slug)
        if confirm != row.slug:
            message = f"This can't be undone. Add --confirm {row.slug} to remove {row.name} for good."
            raise Stopped(Exit.WOULD_DELETE, message, "confirm")
        with as_stopped():
            lifecycle.delete_tenant(tenant=row, by=actor(), reason=reason)
            ended = lifecycle.end_grace(tenant=row, by=actor(), reason=reason)
            purge_tenant(tenant=ended, by=actor(), reason=reason, progress=progress)
        return {"slug": row.slug, "id": str(row.id), "purged": timezone.now().isoformat()}

    def rename_tenant(self, *, slug: str, new: str, reason: str, progress: Tell) -> Fields:
        """Move it to another slug."""
        row = renamed_from(old=slug, new=new) or find(slug)
        with as_stopped():
            row = rename_tenant(tenant=row, slug=new, by=actor(), reason=reason, progress=progress)
        return shown(row)

    def wait(self, operation: Fields, progress: Tell) -> Fields:
        """Its result, once a worker is done with it."""
        while operation["state"] not in ("done", "failed"):
            progress(operation["step"] or "Waiting for a worker", operation["done"], operation["total"])
            time.sleep(0.3)
            operation = self.show_operation(id=operation["id"])
        if operation["state"] == "failed":
            raise Stopped(Exit.REFUSED, operation["error"])
        return operation["result"]

    def show_operation(self, *, id: str) -> Fields:
        """One, whosever it is."""
        try:
            key = UUID(id)
        except ValueError:
            key = None
        row = Operation.objects.filter(id=key).first()
        if row is None:
            raise Stopped(Exit.NOT_FOUND, f"There is no operation “{id}”.")
        return _operation(row)

    def list_operations(self) -> list[Fields]:
        """The last fifty."""
        return [_operation(row) for row in Operation.objects.order_by("-created_at")[:50]]

    def _change(self, act: Any, slug: str, reason: str, **more: str) -> Fields:
        row = find(slug)
        with as_stopped():
            row = act(tenant=row, by=actor(), reason=reason, **more)
        return shown(row)


def shown(row: Tenant) -> Fields:
    """What the command prints of a business."""
    domains = sorted(row.domains.all(), key=lambda domain: (not domain.is_primary, domain.domain))
    primary = next((domain.domain for domain in domains if domain.is_primary), "")
    port = f":{settings.PUBLIC_PORT}" if settings.PUBLIC_PORT else ""
    return {
        "slug": row.slug,
        "name": row.name,
        "state": row.state,
        "reason": row.state_reason,
        "domain": primary,
        "domains": [domain.domain for domain in domains],
        "url": f"{settings.PUBLIC_SCHEME}://{primary}{port}/",
        "id": str(row.id),
        "schema": row.schema_name,
        "type": row.type,
        "blueprint": row.blueprint,
        "owner": row.owner_email,
        "created": row.created_at.isoformat(timespec="seconds"),
    }


def _operation(row: Operation) -> Fields:
    names = ("kind", "state", "step", "done", "total", "result", "error")
    created = row.created_at.isoformat(timespec="seconds")
    return {"id": str(row.id), **{name: getattr(row, name) for name in names}, "created": created}
