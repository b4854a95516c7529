"""`marque tenant archive|restore|delete|rename`"""

import sys
from typing import Annotated

import typer

from provisioning.cli.engine import engine
from provisioning.cli.output import Exit, progress, show_one, stop
from provisioning.cli.tenants import Json, Reason, Slug, refusals, tenants


@tenants.command("archive")
def archive(slug: Slug, reason: Reason = "", as_json: Json = False) -> None:
    """Close a business and stop its work; its owner can still export it, and `restore` opens it again."""
    with refusals(as_json):
        show_one(engine().archive_tenant(slug=slug, reason=reason), as_json=as_json)


@tenants.command("restore")
def restore(slug: Slug, reason: Reason = "", as_json: Json = False) -> None:
    """Bring an archived business back, or a deleted one within its 30 days."""
    with refusals(as_json):
        show_one(engine().restore_tenant(slug=slug, reason=reason), as_json=as_json)


@tenants.command("rename")
def rename(
    slug: Slug,
    new: Annotated[str, typer.Argument(help="Its new slug.")],
    reason: Reason = "",
    as_json: Json = False,
) -> None:
    """Give a business another slug; its old address redirects. Takes some seconds, and no request fails."""
    with refusals(as_json), progress(f"Renaming {slug}", as_json=as_json) as step:
        renamed = engine().rename_tenant(slug=slug, new=new, reason=reason, progress=step)
    show_one(renamed, as_json=as_json)


@tenants.command("delete")
def delete(
    slug: Slug,
    reason: Reason = "",
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,
    now: Annotated[bool, typer.Option("--now", help="On the server: remove it for good, without the 30 days.")] = False,
    confirm: Annotated[str, typer.Option("--confirm", help="The slug again; --now asks for it.")] = "",
    as_json: Json = False,
) -> None:
    """Close a business to everybody; it is removed for good after 30 days, and `restore` brings it back until then."""
    with refusals(as_json):
        if now:
            with progress(f"Removing {slug}", as_json=as_json) as step:
                gone = engine().purge_tenant(slug=slug, reason=reason, confirm=confirm, progress=step)
        else:
            found = engine().show_tenant(slug=slug)
            _ask(found["name"], found["slug"], yes, as_json)
            gone = engine().delete_tenant(slug=slug, reason=reason)
    show_one(gone, as_json=as_json)


def _ask(name: str, slug: str, yes: bool, as_json: bool) -> None:
    question = f"Delete {name} ({slug})? It can be restored for 30 days."
    if yes or (not as_json and sys.stdin.isatty() and typer.confirm(question)):
        return
    stop(Exit.WOULD_DELETE, f"{slug} was not deleted. Add --yes to do it.", as_json=as_json)
