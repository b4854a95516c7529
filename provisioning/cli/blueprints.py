"""`marque blueprint …`"""

from typing import Annotated

import typer

from provisioning.blueprints.saving import save_blueprint
from provisioning.blueprints.shelf import blueprints as on_shelf
from provisioning.cli.output import show_many, show_one
from provisioning.cli.tenants import Json, Slug, actor, find, refusals

blueprints = typer.Typer(no_args_is_help=True, help="What a new business starts with.")


@blueprints.command("list")
def list_all(
    shelf: Annotated[str, typer.Option("--shelf", help="An agency's own.")] = "", as_json: Json = False
) -> None:
    """List the blueprints, ours or those of a shelf."""
    rows = [{"name": found.name, "title": found.title, "line": found.line} for found in on_shelf(shelf)]
    show_many(rows, ["name", "title", "line"], as_json=as_json, empty="This shelf is empty.")


@blueprints.command("save")
def save(
    slug: Slug,
    name: Annotated[str, typer.Argument(help="Its name, like shelf/spring-school.")],
    title: Annotated[str, typer.Option("--title", help="What people read when they choose.")] = "",
    line: Annotated[str, typer.Option("--line", help="One sentence about it.")] = "",
    replace: Annotated[bool, typer.Option("--replace", help="In place of the one of that name.")] = False,
    as_json: Json = False,
) -> None:
    """Keep a business's content as a blueprint: no people, no orders, no secrets."""
    row = find(slug, as_json)
    with refusals(as_json):
        saved = save_blueprint(tenant=row, name=name, title=title, line=line, by=actor(), replace=replace)
    show_one({"name": saved.name, "title": saved.title, "folder": str(saved.folder)}, as_json=as_json)
