"""`marque domain …`"""

from typing import Annotated

import typer

from provisioning.cli.output import show_one
from provisioning.cli.tenants import Json, Slug, actor, find, refusals
from provisioning.domains import add_domain, make_primary

domains = typer.Typer(no_args_is_help=True, help="Lead domains to businesses.")
Name = Annotated[str, typer.Argument(help="The domain, like learn.example.com.")]


@domains.command("add")
def add(
    slug: Slug,
    domain: Name,
    primary: Annotated[bool, typer.Option("--primary", help="Let the business live there.")] = False,
    as_json: Json = False,
) -> None:
    """Lead another domain to a business."""
    row = find(slug, as_json)
    with refusals(as_json):
        added = add_domain(tenant=row, domain=domain, by=actor(), primary=primary)
    show_one({"slug": row.slug, "domain": added.domain, "primary": added.is_primary}, as_json=as_json)


@domains.command("primary")
def primary(slug: Slug, domain: Name, as_json: Json = False) -> None:
    """Let a business live at one of its domains; the others redirect there."""
    row = find(slug, as_json)
    with refusals(as_json):
        chosen = make_primary(tenant=row, domain=domain, by=actor())
    show_one({"slug": row.slug, "domain": chosen.domain, "primary": chosen.is_primary}, as_json=as_json)
