"""`marque tenant …`"""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from django.conf import settings

from marque.kit.errors import Refused
from provisioning.blueprints import Owner
from provisioning.cli.output import Exit, progress, show_many, show_one, stop
from provisioning.tenants import create_tenant
from shared_apps.tenants import actions
from shared_apps.tenants.models import Tenant

tenants = typer.Typer(no_args_is_help=True, help="The life of a business, from create to delete.")
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Slug = Annotated[str, typer.Argument(help="The business's slug.")]


@tenants.command("create")
def create(
    slug: Annotated[str, typer.Argument(help="Its address: letters, digits, hyphens.")],
    name: Annotated[str, typer.Option("--name", help="What the business is called.")],
    owner: Annotated[str, typer.Option("--owner", help="The owner's email.")],
    blueprint: Annotated[str, typer.Option("--blueprint")] = "academy",
    domain: Annotated[str, typer.Option("--domain", help="A domain of its own.")] = "",
    as_json: Json = False,
) -> None:
    """Provision a business; done in about a second."""
    with refusals(as_json), progress(f"Creating {slug}", as_json=as_json) as step:
        made = create_tenant(
            slug=slug,
            name=name,
            by=actor(),
            owner=Owner(email=owner, verified=True),
            blueprint=blueprint,
            domain=domain,
            progress=step,
        )
    show_one(shown(find(made.slug, as_json)), as_json=as_json)


@tenants.command("list")
def list_all(
    state: Annotated[str, typer.Option("--state", help="Only those in this state.")] = "", as_json: Json = False
) -> None:
    """List the businesses, newest first."""
    rows = Tenant.objects.businesses().order_by("-created_at", "slug").prefetch_related("domains")
    if state:
        if state not in Tenant.State.values:
            stop(
                Exit.USAGE,
                f"There is no state “{state}”. Use one of: {', '.join(Tenant.State.values)}.",
                as_json=as_json,
            )
        rows = rows.filter(state=state)
    show_many(
        (shown(row) for row in rows),
        ["slug", "name", "state", "domain", "created"],
        as_json=as_json,
        empty="No businesses yet. Make one: marque tenant create SLUG --name N --owner EMAIL",
    )


@tenants.command("show")
def show(slug: Slug, as_json: Json = False) -> None:
    """Show one business."""
    show_one(shown(find(slug, as_json)), as_json=as_json)


@tenants.command("suspend")
def suspend(slug: Slug, reason: Annotated[str, typer.Option("--reason")] = "", as_json: Json = False) -> None:
    """Close a business to the public; its owner keeps the Studio, its data stays."""
    _change(slug, Tenant.State.SUSPENDED, reason, as_json)


@tenants.command("resume")
def resume(slug: Slug, reason: Annotated[str, typer.Option("--reason")] = "", as_json: Json = False) -> None:
    """Open a suspended business again."""
    _change(slug, Tenant.State.ACTIVE, reason, as_json)


def _change(slug: str, state: str, reason: str, as_json: bool) -> None:
    row = find(slug, as_json)
    with refusals(as_json):
        row = actions.change_state(tenant=row, state=state, by=actor(), reason=reason)
    show_one(shown(row), as_json=as_json)


def find(slug: str, as_json: bool) -> Tenant:
    """The business of a slug, or the end of the command with code 4."""
    row = Tenant.objects.filter(slug__iexact=slug).prefetch_related("domains").first()
    if row is None:
        stop(Exit.NOT_FOUND, f"There is no business “{slug}”.", as_json=as_json)
    return row


def actor() -> str:
    """Who types the command, for the audit log."""
    return f"cli:{getpass.getuser()}"


@contextmanager
def refusals(as_json: bool) -> Iterator[None]:
    """Turn a refusal into its sentence and code 3."""
    try:
        yield
    except Refused as refused:
        stop(Exit.REFUSED, str(refused), field=refused.field, as_json=as_json)


def shown(row: Tenant) -> dict[str, Any]:
    """What the command prints of a business."""
    domains = sorted(row.domains.all(), key=lambda domain: (not domain.is_primary, domain.domain))
    primary = next((domain.domain for domain in domains if domain.is_primary), "")
    port = f":{settings.PUBLIC_PORT}" if settings.PUBLIC_PORT else ""
    return {
        "slug": row.slug,
        "name": row.name,
        "state": row.state,
        "reason": row.state_reason,
        "domain": primary,
        "domains": [domain.domain for domain in domains],
        "url": f"{settings.PUBLIC_SCHEME}://{primary}{port}/",
        "id": str(row.id),
        "schema": row.schema_name,
        "type": row.type,
        "blueprint": row.blueprint,
        "owner": row.owner_email,
        "created": row.created_at.isoformat(timespec="seconds"),
    }
