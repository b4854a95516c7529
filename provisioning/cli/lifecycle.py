"""`marque tenant archive|restore|delete|rename`"""

import sys
from typing import Annotated

import typer
from django.utils import timezone

from provisioning.cli.output import Exit, progress, show_one, stop
from provisioning.cli.tenants import Json, Slug, actor, find, refusals, shown, tenants
from provisioning.lifecycle.purge import purge_tenant
from provisioning.lifecycle.rename import rename_tenant
from shared_apps.tenants import lifecycle
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.renaming import renamed_from

Reason = Annotated[str, typer.Option("--reason", help="Why; the audit log keeps it.")]


@tenants.command("archive")
def archive(slug: Slug, reason: Reason = "", as_json: Json = False) -> None:
    """Close a business and stop its work; its owner can still export it, and `restore` opens it again."""
    row = find(slug, as_json)
    with refusals(as_json):
        row = lifecycle.archive_tenant(tenant=row, by=actor(), reason=reason)
    show_one(shown(row), as_json=as_json)


@tenants.command("restore")
def restore(slug: Slug, reason: Reason = "", as_json: Json = False) -> None:
    """Bring an archived business back, or a deleted one within its 30 days."""
    row = find(slug, as_json)
    with refusals(as_json):
        row = lifecycle.restore_tenant(tenant=row, by=actor(), reason=reason)
    show_one(shown(row), as_json=as_json)


@tenants.command("rename")
def rename(
    slug: Slug,
    new: Annotated[str, typer.Argument(help="Its new slug.")],
    reason: Reason = "",
    as_json: Json = False,
) -> None:
    """Give a business another slug; its old address redirects. Takes some seconds, and no request fails."""
    row = renamed_from(old=slug, new=new) or find(slug, as_json)
    with refusals(as_json), progress(f"Renaming {slug}", as_json=as_json) as step:
        row = rename_tenant(tenant=row, slug=new, by=actor(), reason=reason, progress=step)
    show_one(shown(row), as_json=as_json)


@tenants.command("delete")
def delete(
    slug: Slug,
    reason: Reason = "",
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,
    now: Annotated[bool, typer.Option("--now", help="Remove it for good, without the 30 days.")] = False,
    confirm: Annotated[str, typer.Option("--confirm", help="The slug again; --now asks for it.")] = "",
    as_json: Json = False,
) -> None:
    """Close a business to everybody; it is removed for good after 30 days, and `restore` brings it back until then."""
    row = find(slug, as_json)
    if now:
        _remove_now(row, confirm, reason, as_json)
        return
    _ask(row, yes, as_json)
    with refusals(as_json):
        row = lifecycle.delete_tenant(tenant=row, by=actor(), reason=reason)
    show_one(shown(row) | {"purge_after": row.purge_after}, as_json=as_json)


def _ask(row: Tenant, yes: bool, as_json: bool) -> None:
    question = f"Delete {row.name} ({row.slug})? It can be restored for 30 days."
    if yes or (not as_json and sys.stdin.isatty() and typer.confirm(question)):
        return
    stop(Exit.WOULD_DELETE, f"{row.slug} was not deleted. Add --yes to do it.", as_json=as_json)


def _remove_now(row: Tenant, confirm: str, reason: str, as_json: bool) -> None:
    if confirm != row.slug:
        message = f"This can't be undone. Add --confirm {row.slug} to remove {row.name} for good."
        stop(Exit.WOULD_DELETE, message, field="confirm", as_json=as_json)
    with refusals(as_json), progress(f"Removing {row.slug}", as_json=as_json) as step:
        lifecycle.delete_tenant(tenant=row, by=actor(), reason=reason)
        ended = lifecycle.end_grace(tenant=row, by=actor(), reason=reason)
        purge_tenant(tenant=ended, by=actor(), reason=reason, progress=step)
    show_one({"slug": row.slug, "id": str(row.id), "purged": timezone.now().isoformat()}, as_json=as_json)
