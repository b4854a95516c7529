"""Commands that need files or words of their own far away; here they are other modules', with the same options."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

import typer
from rich.markup import escape

from provisioning.cli.engine import Stopped, engine
from provisioning.cli.output import Exit, out, progress, show_many, show_one, stop
from provisioning.cli.remote import RemoteEngine
from provisioning.cli.tenants import Json, Slug, refusals

FilePath = Annotated[Path, typer.Argument(help="A manifest, or a folder with marque.yaml in it.")]
manifests = typer.Typer(no_args_is_help=True, help="Write a business down as a file.")
blueprints = typer.Typer(no_args_is_help=True, help="What a new business starts with.")


def far() -> RemoteEngine:
    """The platform this run speaks to."""
    found = engine()
    assert isinstance(found, RemoteEngine)  # noqa: S101 (these commands are only added then)
    return found


def at(slug: str, place: str) -> str:
    """An address below a business."""
    return f"/tenants/{quote(slug, safe='')}/{place}"


@manifests.callback()
def group() -> None:
    """Keep `pull` a command of its own."""


@manifests.command("pull")
def pull_command(
    slug: Slug,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="A file to write.")] = None,
    as_json: Json = False,
) -> None:
    """Write a business down as YAML, without its files: to the terminal or a file."""
    with refusals(as_json):
        text = far().wire.get(at(slug, "manifest/"))["manifest"]
    if output is None:
        print(json.dumps({"manifest": text}, ensure_ascii=False) if as_json else text)
        return
    output.write_text(text, encoding="utf-8")
    show_one({"file": str(output)}, as_json=as_json)


def plan_command(file: FilePath, as_json: Json = False) -> None:
    """Show what would have to change for every business to be as the file says."""
    _show(_plans(file, as_json), as_json)


def diff_command(file: FilePath, as_json: Json = False) -> None:
    """Show where businesses are not as the file says; exit 0 when they are, 3 when one is not."""
    plans = _plans(file, as_json)
    _show(plans, as_json)
    if any(_changes(plan) for plan in plans):
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
    text = _read(file, as_json)
    if not yes and not as_json and sys.stdin.isatty():
        _show(_plans(file, as_json), as_json)
        yes = typer.confirm("Make it so?")
        if not yes:
            stop(Exit.REFUSED, "Nothing was written.", as_json=as_json)
    body = {"manifest": text, "may_delete": yes and not fail_on_delete}
    done = _asked("/manifests/applications/", body, "Applying", as_json)
    if as_json:
        show_one(done, as_json=True)
        return
    columns = ["slug", "created", "added", "changed", "removed"]
    show_many(done["applied"], columns, as_json=False, empty="")


def fork(
    slug: Slug,
    new: Annotated[str, typer.Argument(help="The copy's own slug.")],
    mask: Annotated[bool, typer.Option("--mask", help="Put made-up people in place of the real ones.")] = False,
    as_json: Json = False,
) -> None:
    """Copy a business beside it, in safe mode: mail is kept, payments are play, search engines stay out."""
    made = _asked(at(slug, "forks/"), {"slug": new, "mask": mask}, f"Copying {slug}", as_json)
    show_one(made | {"copy_of": slug}, as_json=as_json)


@blueprints.command("list")
def list_blueprints(as_json: Json = False) -> None:
    """List the blueprints: the platform's, and your own."""
    with refusals(as_json):
        rows = far().wire.get("/blueprints/")
    show_many(rows, ["name", "title", "line"], as_json=as_json, empty="There are none.")


@blueprints.command("save")
def save(
    slug: Slug,
    name: Annotated[str, typer.Argument(help="Its name; it will be called agency/name.")],
    title: Annotated[str, typer.Option("--title", help="What people read when they choose.")] = "",
    line: Annotated[str, typer.Option("--line", help="One sentence about it.")] = "",
    as_json: Json = False,
) -> None:
    """Keep a business's content as a blueprint: no people, no orders, no secrets."""
    body = {"name": name.rpartition("/")[2], "title": title, "line": line}
    show_one(_asked(at(slug, "blueprints/"), body, f"Saving {slug}", as_json), as_json=as_json)


def _asked(path: str, body: dict[str, Any], title: str, as_json: bool) -> dict[str, Any]:
    with refusals(as_json), progress(title, as_json=as_json) as tell:
        return far().wait(far().wire.write("POST", path, body), tell)


def _plans(file: Path, as_json: bool) -> list[dict[str, Any]]:
    plans: list[dict[str, Any]] = _asked("/manifests/plans/", {"manifest": _read(file, as_json)}, "Comparing", as_json)[
        "plans"
    ]
    return plans


def _read(file: Path, as_json: bool) -> str:
    file = file / "marque.yaml" if file.is_dir() else file
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        with refusals(as_json):
            raise Stopped(Exit.REFUSED, f"{file} can't be read: {error}.") from None
        raise


def _changes(plan: dict[str, Any]) -> bool:
    return any(plan[name] for name in ("new", "domains", "create", "change", "delete", "archive", "refused"))


def _show(plans: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        show_one({"plans": plans}, as_json=True)
        return
    signs = (("create", "+", "green"), ("change", "~", "yellow"), ("delete", "-", "red"), ("archive", "-", "red"))
    for plan in plans:
        out.print(f"[bold]{plan['tenant']}[/bold]{' (new)' if plan['new'] else ''}")
        for name, sign, colour in signs:
            for thing in plan[name]:
                out.print(f"  [{colour}]{sign}[/{colour}] {thing['kind']} {escape(thing['name'])}", highlight=False)
        for sentence in plan["refused"]:
            out.print(f"  ! {sentence}", style="bold red", highlight=False, markup=False)
        if not _changes(plan):
            out.print("  Nothing to change.", style="dim")
