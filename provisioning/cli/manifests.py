"""`marque manifest pull`, `marque plan`, `marque apply`, `marque diff`."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from provisioning.cli.output import Exit, err, out, progress, stop
from provisioning.cli.tenants import Json, Slug, actor, find, refusals
from provisioning.manifest import reference
from provisioning.manifest.apply import WouldDelete, apply, plans_for
from provisioning.manifest.file import load
from provisioning.manifest.plan import Plan
from provisioning.manifest.pull import pull, pull_files
from provisioning.manifest.show import as_data, lines

manifests = typer.Typer(no_args_is_help=True, help="Write a business down as a file.")
FilePath = Annotated[Path, typer.Argument(help="A manifest, or a folder with marque.yaml in it.")]


@manifests.command("reference")
def reference_command(
    write: Annotated[bool, typer.Option("--write", help="Write docs/manifest.md.")] = False,
) -> None:
    """Print every key a manifest may have."""
    if write:
        reference.path().write_text(reference.as_markdown(), encoding="utf-8")
        print(f"Wrote {reference.path()}")
    else:
        print(reference.as_markdown())


@manifests.command("pull")
def pull_command(
    slug: Slug,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="A file, or a folder for marque.yaml and media/.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Write a business down as YAML: to the terminal, a file, or a folder with its files."""
    row = find(slug, as_json)
    text = pull(tenant=row)
    if output is None:
        print(json.dumps({"manifest": text}, ensure_ascii=False) if as_json else text)
        return
    is_file = output.suffix in (".yaml", ".yml")
    folder = output.parent if is_file else output
    with progress("Writing files", as_json=as_json) as step:
        count = pull_files(tenant=row, folder=folder / "media", progress=step)
    path = output if is_file else folder / "marque.yaml"
    path.write_text(text, encoding="utf-8")
    _say({"file": str(path), "media": count}, f"{path}, and {count} files in {folder / 'media'}", as_json)


def plan_command(file: FilePath, as_json: Json = False) -> None:
    """Show what would have to change for every business to be as the file says."""
    with refusals(as_json):
        plans = plans_for(load(file))
    _show(plans, as_json)


def diff_command(file: FilePath, as_json: Json = False) -> None:
    """Show where businesses are not as the file says; exit 0 when they are, 3 when one is not."""
    with refusals(as_json):
        plans = plans_for(load(file))
    _show(plans, as_json)
    if any(plans):
        raise typer.Exit(Exit.REFUSED)


def apply_command(
    file: FilePath,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    fail_on_delete: Annotated[
        bool, typer.Option("--fail-on-delete", help="Exit 5, writing nothing, when something would go.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Make every business as the file says."""
    with refusals(as_json):
        wanted = load(file)
        plans = plans_for(wanted)
        deletes = any(plan.deletes for plan in plans)
        if not as_json:
            _show(plans, as_json)
        may_delete = _agreed(plans, yes=yes, deletes=deletes, refuse=fail_on_delete, as_json=as_json)
        try:
            with progress("Applying", as_json=as_json) as step:
                done = apply(wanted=wanted, by=actor(), may_delete=may_delete, progress=step)
        except WouldDelete as refused:
            stop(Exit.WOULD_DELETE, str(refused), as_json=as_json)
    rows = [vars(one) for one in done]
    words = "\n".join(f"{one.slug}: {one.added} created, {one.changed} changed, {one.removed} deleted" for one in done)
    _say({"applied": rows}, words, as_json)


def register_manifests(app: typer.Typer) -> None:
    """Add these commands to `marque`."""
    app.add_typer(manifests, name="manifest")
    app.command("plan")(plan_command)
    app.command("apply")(apply_command)
    app.command("diff")(diff_command)


def _agreed(plans: list[Plan], *, yes: bool, deletes: bool, refuse: bool, as_json: bool) -> bool:
    """Whether things may go; asks a person at a terminal before anything is written."""
    if deletes and refuse:
        return False
    if yes or not any(plans):
        return yes
    if as_json or not sys.stdin.isatty():
        return False
    if not typer.confirm("Make it so?"):
        err.print("Nothing was written.")
        raise typer.Exit(Exit.REFUSED)
    return True


def _show(plans: list[Plan], as_json: bool) -> None:
    if as_json:
        print(json.dumps({"plans": [as_data(plan) for plan in plans]}, ensure_ascii=False, indent=2, default=str))
        return
    for plan in plans:
        for line in lines(plan):
            out.print(line, soft_wrap=True)


def _say(data: dict[str, Any], words: str, as_json: bool) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=2) if as_json else words)
