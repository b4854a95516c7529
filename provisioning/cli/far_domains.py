"""`marque domain …` from an agency's laptop: the same commands and options as on the server."""

from typing import Annotated, Any

import typer

from provisioning.cli.far import at, far
from provisioning.cli.output import Exit, out, progress, show_many, show_one
from provisioning.cli.tenants import Json, Slug, refusals

domains = typer.Typer(no_args_is_help=True, help="Lead domains to businesses: claim, prove, choose, remove.")
Name = Annotated[str, typer.Argument(help="The domain, like learn.example.com.")]


@domains.command("list")
def list_all(slug: Slug, as_json: Json = False) -> None:
    """List a business's domains and the state each is in."""
    with refusals(as_json):
        rows = far().wire.get(at(slug, "domains/"))
    show_many(rows, ["domain", "state", "primary"], as_json=as_json, empty="No domains.")


@domains.command("add")
def add(
    slug: Slug,
    domain: Name,
    primary: Annotated[bool, typer.Option("--primary", help="Let the business live there once it leads here.")] = False,
    as_json: Json = False,
) -> None:
    """Claim a domain for a business, and print what to type at its DNS provider."""
    with refusals(as_json):
        added = far().wire.write("POST", at(slug, "domains/"), {"domain": domain, "primary": primary})
    _print(_look(slug, added["domain"], "POST", "checks/", as_json), as_json)


@domains.command("check")
def check(slug: Slug, domain: Name, as_json: Json = False) -> None:
    """Say what is wrong with a domain's DNS and what to type; changes nothing. Exits 3 while something is wrong."""
    found = _look(slug, domain, "POST", "checks/", as_json)
    _print(found, as_json)
    if not found["right"]:
        raise typer.Exit(Exit.REFUSED)


@domains.command("verify")
def verify(slug: Slug, domain: Name, as_json: Json = False) -> None:
    """Ask the DNS, and serve the domain when it proves it to be the business's. Exits 3 when it does not."""
    found = _look(slug, domain, "PUT", "verification/", as_json)
    _print(found, as_json)
    if not found["held"]:
        raise typer.Exit(Exit.REFUSED)


@domains.command("remove")
def remove(slug: Slug, domain: Name, as_json: Json = False) -> None:
    """Take a domain away; a business that lived there moves to another of its own."""
    with refusals(as_json):
        far().wire.write("DELETE", at(slug, f"domains/{domain}/"))
        home = far().show_tenant(slug=slug)["domain"]
    show_one({"slug": slug, "removed": domain, "lives at": home}, as_json=as_json)


@domains.command("primary")
def primary(slug: Slug, domain: Name, as_json: Json = False) -> None:
    """Let a business live at one of its domains; the others redirect there."""
    with refusals(as_json):
        chosen = far().wire.write("PUT", at(slug, f"domains/{domain}/primary/"))
    show_one({"slug": slug, **chosen}, as_json=as_json)


def _look(slug: str, domain: str, method: str, place: str, as_json: bool) -> dict[str, Any]:
    with refusals(as_json), progress(f"Asking about {domain}", as_json=as_json) as tell:
        return far().wait(far().wire.write(method, at(slug, f"domains/{domain}/{place}")), tell)


def _print(found: dict[str, Any], as_json: bool) -> None:
    if as_json:
        show_one(found, as_json=True)
        return
    out.print(f"[b]{found['domain']}[/b]  {found['state']}{'  primary' if found['primary'] else ''}")
    for text in (*found["problems"], *found["warnings"]):
        out.print(f"\n{text}", highlight=False, markup=False)
    for way in found["ways"]:
        out.print(f"\n[dim]{way['title']}:[/dim]")
        show_many(way["records"], ["kind", "name", "value", "host"], as_json=False, empty="")
