"""`marque agency …` and `marque token …`: the operators' side, on the server."""

from datetime import timedelta
from typing import Annotated, Any

import typer

from marque.kit import clock
from marque.kit.tenancy.context import enter
from provisioning.cli.local import actor, as_stopped, find
from provisioning.cli.output import show_many, show_one
from provisioning.cli.tenants import Json, refusals
from shared_apps.agencies import access, actions, queries
from shared_apps.agencies.models import Agency, AgencyToken
from shared_apps.agencies.tokens import SCOPES
from shared_apps.tenants.models import Tenant
from tenant_apps.accounts.actions import register
from tenant_apps.accounts.models import User

agencies = typer.Typer(no_args_is_help=True, help="Agencies: who runs businesses for creators, and how many.")
tokens = typer.Typer(no_args_is_help=True, help="Tokens that an agency's programs carry.")
Slug = Annotated[str, typer.Argument(help="The agency's slug.")]
Limit = Annotated[int, typer.Option("--limit", help="How many businesses it may have.")]


@agencies.command("create")
def create(
    slug: Slug,
    name: Annotated[str, typer.Option("--name", help="What it is called.")],
    limit: Limit = 10,
    person: Annotated[str, typer.Option("--person", help="The email of somebody who works there.")] = "",
    as_json: Json = False,
) -> None:
    """Write an agency down; the person can sign in at the platform's /agency/."""
    with refusals(as_json), as_stopped():
        agency = actions.create_agency(slug=slug, name=name, limit=limit, by=actor())
        if person:
            add_person_by_email(agency, person)
        show_one(_agency(agency.slug), as_json=as_json)


@agencies.command("list")
def list_all(as_json: Json = False) -> None:
    """List the agencies, by name."""
    rows = [
        {"slug": row.slug, "name": row.name, "state": row.state, "tenants": row.tenants, "limit": row.tenant_limit}
        for row in queries.agencies_with_counts()
    ]
    columns = ["slug", "name", "state", "tenants", "limit"]
    show_many(rows, columns, as_json=as_json, empty="No agencies yet. Make one: marque agency create SLUG --name N")


@agencies.command("show")
def show(slug: Slug, as_json: Json = False) -> None:
    """Show one agency: its people, its businesses, its limit."""
    with refusals(as_json), as_stopped():
        show_one(_agency(slug), as_json=as_json)


@agencies.command("limit")
def limit(
    slug: Slug,
    number: Annotated[int, typer.Argument(help="How many businesses it may have.")],
    as_json: Json = False,
) -> None:
    """Change how many businesses an agency may have; what it has stays."""
    with refusals(as_json), as_stopped():
        actions.set_limit(agency=queries.agency_of_slug(slug), limit=number, by=actor())
        show_one(_agency(slug), as_json=as_json)


@agencies.command("person")
def person(slug: Slug, email: Annotated[str, typer.Argument(help="Their email.")], as_json: Json = False) -> None:
    """Let somebody work for an agency: they sign in at the platform and find it at /agency/."""
    with refusals(as_json), as_stopped():
        add_person_by_email(queries.agency_of_slug(slug), email)
        show_one(_agency(slug), as_json=as_json)


@agencies.command("hold")
def hold(slug: Slug, tenant: Annotated[str, typer.Argument(help="A business's slug.")], as_json: Json = False) -> None:
    """Give a business that is the platform's own to an agency."""
    with refusals(as_json), as_stopped():
        actions.hold_tenant(agency=queries.agency_of_slug(slug), tenant=find(tenant), by=actor())
        show_one(_agency(slug), as_json=as_json)


@tokens.command("create")
def create_token(
    agency: Slug,
    name: Annotated[str, typer.Option("--name", help="What it is for, like “laptop” or “ci”.")],
    scope: Annotated[
        list[str] | None, typer.Option("--scope", help=f"Again for each: {', '.join(SCOPES)}. All when left out.")
    ] = None,
    days: Annotated[int, typer.Option("--days", help="After how many days it expires.")] = 90,
    as_json: Json = False,
) -> None:
    """Make a token and print it: it is shown this once."""
    with refusals(as_json), as_stopped():
        row, text = access.create_token(
            agency=queries.agency_of_slug(agency),
            name=name,
            scopes=scope or list(SCOPES),
            expires_at=clock.now() + timedelta(days=days),
            by=actor(),
        )
        show_one({**_token(row), "token": text}, as_json=as_json)


@tokens.command("list")
def list_tokens(agency: Slug, as_json: Json = False) -> None:
    """List an agency's tokens, newest first."""
    with refusals(as_json), as_stopped():
        rows = [_token(row) for row in queries.agency_of_slug(agency).tokens.order_by("-created_at")]
    columns = ["prefix", "name", "scopes", "expires", "used", "state"]
    show_many(rows, columns, as_json=as_json, empty="No tokens yet.")


@tokens.command("revoke")
def revoke(
    agency: Slug, prefix: Annotated[str, typer.Argument(help="The token's prefix or id.")], as_json: Json = False
) -> None:
    """Make a token worthless at once."""
    with refusals(as_json), as_stopped():
        row = queries.agency_of_slug(agency)
        found = next((token for token in row.tokens.all() if prefix in (token.prefix, str(token.id))), None)
        show_one(
            _token(access.revoke_token(agency=row, token_id=found.id if found else row.id, by=actor())), as_json=as_json
        )


def add_person_by_email(agency: Agency, email: str) -> None:
    """Find or register the platform's user of an address, and let them work there."""
    with enter(Tenant.objects.get(type=Tenant.Type.PLATFORM).as_current()):
        user = User.objects.filter(email__iexact=email).first() or register(email=email, verified=True)
    actions.add_person(agency=agency, user_key=user.key, email=user.email, by=actor())


def _agency(slug: str) -> dict[str, Any]:
    row = queries.agency_of_slug(slug)
    return {
        "slug": row.slug,
        "name": row.name,
        "state": row.state,
        "limit": row.tenant_limit,
        "tenants": sorted(queries.places_taken(row)),
        "people": sorted(row.people.values_list("email", flat=True)),
    }


def _token(row: AgencyToken) -> dict[str, Any]:
    state = "revoked" if row.revoked_at else "expired" if row.expires_at <= clock.now() else "live"
    used = row.last_used_at.isoformat(timespec="seconds") if row.last_used_at else None
    return {
        "id": str(row.id), "prefix": row.prefix, "name": row.name, "scopes": row.scopes, "state": state,
        "expires": row.expires_at.isoformat(timespec="seconds"), "used": used,
    }  # fmt: skip
