"""`marque tenant backup|backups|restore-backup|drill`"""

import sys
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import typer

from provisioning.backups.drilling import drill_tenant
from provisioning.backups.restoring import restore_beside, restore_in_place, undo_restore
from provisioning.backups.taking import NoBackup, backup_tenant
from provisioning.cli.output import Exit, progress, show_many, show_one, stop
from provisioning.cli.tenants import Json, Slug, actor, find, refusals, tenants
from shared_apps.copies.models import Backup, Drill
from shared_apps.copies.queries import backed_up_tenants
from shared_apps.tenants.models import Tenant


@tenants.command("backup")
def backup(slug: Slug, as_json: Json = False) -> None:
    """Back a business up now."""
    row = find(slug, as_json)
    with refusals(as_json), progress(f"Backing {slug} up", as_json=as_json) as step:
        made = backup_tenant(tenant=row, by=actor(), progress=step)
    show_one(_shown(made), as_json=as_json)


@tenants.command("backups")
def backups(slug: Slug, as_json: Json = False) -> None:
    """List the backups of a business, newest first."""
    row = find(slug, as_json)
    rows = Backup.objects.filter(tenant_id=row.id).order_by("-taken_at")
    columns = ["taken_at", "size", "rows", "verified_at", "error"]
    show_many(map(_shown, rows), columns, as_json=as_json, empty="No backups yet. Make one: marque tenant backup SLUG")


@tenants.command("restore-backup")
def restore_backup(
    slug: Slug,
    at: Annotated[str, typer.Option("--at", help="A moment, like 2026-11-21T14:30; UTC unless it says.")] = "",
    into: Annotated[str, typer.Option("--into", help="Beside the live one, at this slug.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Take the last restore back, within a day.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,
    reason: Annotated[str, typer.Option("--reason", help="Why; the audit log keeps it.")] = "",
    as_json: Json = False,
) -> None:
    """Bring a business back to its last backup before a moment: in place, or beside the live one."""
    row = find(slug, as_json)
    if undo == bool(at):
        stop(Exit.USAGE, "Give a moment with --at, or --undo.", field="at", as_json=as_json)
    moment = None if undo else _moment(at, as_json)
    if not into:
        _ask(row, yes, as_json)
    with refusals(as_json), progress(f"Restoring {slug}", as_json=as_json) as step:
        shown: dict[str, Any] = {"slug": into or row.slug}
        if moment is None:
            undo_restore(tenant=row, by=actor(), reason=reason, progress=step)
        elif into:
            shown["domain"] = restore_beside(tenant=row, at=moment, into=into, by=actor(), progress=step).domain
        else:
            made = restore_in_place(tenant=row, at=moment, by=actor(), reason=reason, progress=step)
            shown["taken_at"] = made.taken_at
    show_one(shown, as_json=as_json)


@tenants.command("drill")
def drill(
    slug: Annotated[str, typer.Argument(help="The business's slug; without one, all of them.")] = "",
    as_json: Json = False,
) -> None:
    """Restore the last backup on trial, compare every table, drop it; code 3 when one is not the same."""
    rows = [find(slug, as_json)] if slug else list(backed_up_tenants())
    results = []
    with progress("Drilling", as_json=as_json) as step:
        for row in rows:
            step(row.slug)
            results.append(_drilled(row))
    show_many(
        results, ["slug", "passed", "tables", "rows", "seconds", "error"], as_json=as_json, empty="No businesses."
    )
    if any(result["error"] for result in results):
        raise typer.Exit(Exit.REFUSED)


def _drilled(row: Tenant) -> dict[str, Any]:
    try:
        done = drill_tenant(tenant=row, by=actor())
    except NoBackup as refused:
        done = Drill(slug=row.slug, error=str(refused))
    return {
        "slug": done.slug,
        "passed": done.passed_at is not None,
        "tables": done.tables,
        "rows": done.rows,
        "seconds": round(done.seconds, 2),
        "error": done.error,
    }


def _moment(text: str, as_json: bool) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        stop(Exit.USAGE, f"“{text}” isn't a moment. Write it like 2026-11-21T14:30.", field="at", as_json=as_json)
    # a backup is found by the time that lists print of it: the whole of a minute or second that was named counts
    named = timedelta(minutes=1) if not (moment.second or moment.microsecond) else timedelta(seconds=1)
    moment = moment if moment.microsecond else moment + named - timedelta.resolution
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _ask(row: Tenant, yes: bool, as_json: bool) -> None:
    question = f"Replace what {row.name} ({row.slug}) has now? It can be undone for a day."
    if yes or (not as_json and sys.stdin.isatty() and typer.confirm(question)):
        return
    stop(Exit.WOULD_DELETE, f"{row.slug} was not changed. Add --yes to do it.", as_json=as_json)


def _shown(made: Backup) -> dict[str, Any]:
    return {
        "slug": made.slug,
        "taken_at": made.taken_at.isoformat(timespec="seconds"),
        "size": made.size,
        "media_added": made.media_size,
        "rows": made.rows,
        "engine": made.engine,
        "verified_at": made.verified_at.isoformat(timespec="seconds") if made.verified_at else None,
        "error": made.error,
    }
