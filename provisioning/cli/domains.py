"""`marque domain …`"""

from typing import Annotated, Any

import typer

from provisioning.cli.output import Exit, out, progress, show_many, show_one
from provisioning.cli.tenants import Json, Slug, actor, find, refusals
from provisioning.domains import actions, looking
from provisioning.domains.looking import Report
from shared_apps.tenants.domain import Domain

domains = typer.Typer(no_args_is_help=True, help="Lead domains to businesses: claim, prove, choose, remove.")
Name = Annotated[str, typer.Argument(help="The domain, like learn.example.com.")]


@domains.command("list")
def list_all(slug: Slug, as_json: Json = False) -> None:
    """List a business's domains and the state each is in."""
    rows = sorted(find(slug, as_json).domains.all(), key=lambda row: (not row.is_primary, row.domain))
    show_many((_shown(row) for row in rows), ["domain", "state", "primary"], as_json=as_json, empty="No domains.")


@domains.command("add")
def add(
    slug: Slug,
    domain: Name,
    primary: Annotated[bool, typer.Option("--primary", help="Let the business live there once it leads here.")] = False,
    as_json: Json = False,
) -> None:
    """Claim a domain for a business, and print what to type at its DNS provider."""
    tenant = find(slug, as_json)
    with refusals(as_json):
        added = actions.add_domain(tenant=tenant, domain=domain, by=actor(), primary=primary)
    _print(looking.report_of(added), as_json)


@domains.command("check")
def check(slug: Slug, domain: Name, as_json: Json = False) -> None:
    """Say what is wrong with a domain's DNS and what to type; changes nothing. Exits 3 while something is wrong."""
    tenant = find(slug, as_json)
    with refusals(as_json), progress(f"Checking {domain}", as_json=as_json) as step:
        found = looking.check_domain(tenant=tenant, domain=domain, progress=step)
    _print(found, as_json)
    if not found.is_right:
        raise typer.Exit(Exit.REFUSED)


@domains.command("verify")
def verify(slug: Slug, domain: Name, as_json: Json = False) -> None:
    """Ask the DNS, and serve the domain when it proves it to be the business's. Exits 3 when it does not."""
    tenant = find(slug, as_json)
    with refusals(as_json), progress(f"Verifying {domain}", as_json=as_json) as step:
        found = looking.verify_domain(tenant=tenant, domain=domain, by=actor(), progress=step)
    _print(found, as_json)
    if not found.domain.is_held:
        raise typer.Exit(Exit.REFUSED)


@domains.command("remove")
def remove(slug: Slug, domain: Name, as_json: Json = False) -> None:
    """Take a domain away; a business that lived there moves to another of its own."""
    tenant = find(slug, as_json)
    with refusals(as_json):
        actions.remove_domain(tenant=tenant, domain=domain, by=actor())
    home = tenant.domains.get(is_primary=True)
    show_one({"slug": tenant.slug, "removed": domain, "lives at": home.domain}, as_json=as_json)


@domains.command("primary")
def primary(slug: Slug, domain: Name, as_json: Json = False) -> None:
    """Let a business live at one of its domains; the others redirect there."""
    tenant = find(slug, as_json)
    with refusals(as_json):
        chosen = actions.make_primary(tenant=tenant, domain=domain, by=actor())
    show_one(_shown(chosen), as_json=as_json)


def _shown(row: Domain) -> dict[str, Any]:
    return {
        "slug": row.tenant.slug,
        "domain": row.domain,
        "shown": row.shown,
        "state": row.state,
        "primary": row.is_primary,
        "verified": row.verified_at,
        "checked": row.checked_at,
        "lapsed": row.lapsed_at,
    }


def _print(found: Report, as_json: bool) -> None:
    ways = [{"title": way.title, "records": [vars(record) for record in way.records]} for way in found.ways]
    told = {"problems": list(found.problems), "warnings": list(found.warnings)}
    if as_json:
        show_one({**_shown(found.domain), **told, "ways": ways}, as_json=True)
        return
    row = found.domain
    out.print(f"[b]{row.shown}[/b]  {row.state}{'  primary' if row.is_primary else ''}")
    for text in (*found.problems, *found.warnings):
        out.print(f"\n{text}", highlight=False, markup=False)
    if found.is_right and row.is_held:
        out.print("\nNothing is left to do.")
        return
    for way in ways:
        out.print(f"\n[dim]{way['title']}:[/dim]")
        show_many(way["records"], ["kind", "name", "value", "host"], as_json=False, empty="")
