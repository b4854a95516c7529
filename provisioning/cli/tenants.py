"""`marque tenant …`"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from provisioning.cli.engine import Stopped, engine
from provisioning.cli.output import Exit, progress, show_many, show_one, stop

if TYPE_CHECKING:
    from shared_apps.tenants.models import Tenant

tenants = typer.Typer(no_args_is_help=True, help="The life of a business, from create to delete.")
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Slug = Annotated[str, typer.Argument(help="The business's slug.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; the audit log keeps it.")]
STATES = ("provisioning", "active", "suspended", "archived", "deleted")


@tenants.command("create")
def create(
    slug: Annotated[str, typer.Argument(help="Its address: letters, digits, hyphens.")],
    name: Annotated[str, typer.Option("--name", help="What the business is called.")],
    owner: Annotated[str, typer.Option("--owner", help="The owner's email.")],
    blueprint: Annotated[str, typer.Option("--blueprint")] = "academy",
    domain: Annotated[str, typer.Option("--domain", help="A domain of its own.")] = "",
    plan: Annotated[str, typer.Option("--plan", help="What it may have, and pays; none: no limits, no bill.")] = "",
    as_json: Json = False,
) -> None:
    """Provision a business; done in about a second."""
    wanted = {"slug": slug, "name": name, "owner": owner, "blueprint": blueprint, "domain": domain, "plan": plan}
    with refusals(as_json), progress(f"Creating {slug}", as_json=as_json) as step:
        made = engine().create_tenant(progress=step, **wanted)
    show_one(made, as_json=as_json)


@tenants.command("list")
def list_all(
    state: Annotated[str, typer.Option("--state", help="Only those in this state.")] = "", as_json: Json = False
) -> None:
    """List the businesses, newest first."""
    if state and state not in STATES:
        stop(Exit.USAGE, f"There is no state “{state}”. Use one of: {', '.join(STATES)}.", as_json=as_json)
    with refusals(as_json):
        rows = engine().list_tenants(state=state)
    show_many(
        rows,
        ["slug", "name", "state", "domain", "created"],
        as_json=as_json,
        empty="No businesses yet. Make one: marque tenant create SLUG --name N --owner EMAIL",
    )


@tenants.command("show")
def show(slug: Slug, as_json: Json = False) -> None:
    """Show one business."""
    with refusals(as_json):
        show_one(engine().show_tenant(slug=slug), as_json=as_json)


@tenants.command("suspend")
def suspend(slug: Slug, reason: Reason = "", as_json: Json = False) -> None:
    """Close a business to the public; its owner keeps the Studio, its data stays."""
    with refusals(as_json):
        show_one(engine().suspend_tenant(slug=slug, reason=reason), as_json=as_json)


@tenants.command("resume")
def resume(slug: Slug, reason: Reason = "", as_json: Json = False) -> None:
    """Open a suspended business again."""
    with refusals(as_json):
        show_one(engine().resume_tenant(slug=slug, reason=reason), as_json=as_json)


@contextmanager
def refusals(as_json: bool) -> Iterator[None]:
    """Turn a refusal into its sentence and the contract's code."""
    from marque.kit.errors import Refused  # starts no Django, but a laptop need not pay for it

    try:
        yield
    except Stopped as stopped:
        stop(stopped.code, stopped.message, field=stopped.field, as_json=as_json)
    except Refused as refused:
        stop(Exit.REFUSED, str(refused), field=refused.field, as_json=as_json)


def find(slug: str, as_json: bool) -> "Tenant":
    """The business of a slug on this server, or the end of the command with code 4."""
    from provisioning.cli import local

    with refusals(as_json):
        return local.find(slug)


def actor() -> str:
    """Who types the command on this server, for the audit log."""
    from provisioning.cli import local

    return local.actor()


def shown(row: "Tenant") -> dict[str, Any]:
    """What the command prints of a business on this server."""
    from provisioning.cli import local

    return local.shown(row)
