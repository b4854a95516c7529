"""`marque tenant merge`"""

import json
from typing import Annotated, Any

import typer
from rich.text import Text

from provisioning.cli.output import Exit, out, progress, stop
from provisioning.cli.tenants import Json, Slug, actor, find, refusals, tenants
from provisioning.merge.bring import SameAddress, Undecided, compare, merge_fork
from provisioning.merge.three_way import FORK, LIVE, Merge


@tenants.command("merge")
def merge(
    fork: Annotated[str, typer.Argument(help="The fork's slug.")],
    slug: Slug,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show it, write nothing.")] = False,
    take_fork: Annotated[list[str] | None, typer.Option("--take-fork", help="KEY of a conflict, or all.")] = None,
    take_live: Annotated[list[str] | None, typer.Option("--take-live", help="KEY of a conflict, or all.")] = None,
    as_json: Json = False,
) -> None:
    """Bring a fork's pages, courses, offers and sequences back; exit 3 while conflicts are undecided."""
    take = dict.fromkeys(take_fork or [], FORK) | dict.fromkeys(take_live or [], LIVE)
    copy, live = find(fork, as_json), find(slug, as_json)
    with refusals(as_json):
        try:
            if dry_run:
                found = compare(fork=copy, live=live, take=take)
            else:
                with progress(f"Merging {fork}", as_json=as_json) as step:
                    found = merge_fork(fork=copy, live=live, by=actor(), take=take, progress=step)
        except Undecided as refused:
            _show(refused.merge, as_json)
            stop(Exit.REFUSED, str(refused), as_json=as_json)
        except SameAddress as refused:
            stop(Exit.REFUSED, str(refused), as_json=as_json)
    _show(found, as_json)
    if dry_run and (found.open or found.clashes):
        raise typer.Exit(Exit.REFUSED)


def _show(found: Merge, as_json: bool) -> None:
    if as_json:
        print(json.dumps(as_data(found), ensure_ascii=False, indent=2, default=str))
        return
    counts = f"{len(found.changes.added)} new, {len(found.changes.changed)} changed, {len(found.changes.removed)} gone"
    out.print(Text(counts, "bold"))
    for record in found.changes.added:
        out.print(Text(f"  + {found.name(record)}", "green"))
    for change in found.changes.changed:
        out.print(Text(f"  ~ {found.name(change.record)}: {', '.join(change.fields)}", "yellow"))
    for record in found.changes.removed:
        out.print(Text(f"  - {found.name(record)}", "red"))
    for conflict in found.conflicts:
        taken = f" (takes {conflict.taken})" if conflict.taken else ""
        out.print(Text(f"  ! {conflict.key}{taken}", "bold red"))
        out.print(Text(f"      live: {_short(conflict.live)}\n      fork: {_short(conflict.fork)}"), soft_wrap=True)


def as_data(found: Merge) -> dict[str, Any]:
    """The merge for programs."""
    return {
        "create": [found.name(record) for record in found.changes.added],
        "change": [
            {"name": found.name(change.record), "fields": list(change.fields)} for change in found.changes.changed
        ],
        "delete": [found.name(record) for record in found.changes.removed],
        "conflicts": [
            {"key": conflict.key, "live": conflict.live, "fork": conflict.fork, "taken": conflict.taken or None}
            for conflict in found.conflicts
        ],
        "clashes": found.clashes,
    }


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) < 200 else f"{text[:199]}…"
