"""`marque platform …`"""

from typing import Annotated

import typer
from django.conf import settings

from marque.kit.tenancy.context import enter
from provisioning.blueprints import Owner
from provisioning.cli.output import progress, show_one
from provisioning.cli.tenants import Json, actor, refusals
from provisioning.tenants import create_platform
from tenant_apps.accounts.links import sign_in_url
from tenant_apps.accounts.models import User

platform = typer.Typer(no_args_is_help=True, help="The platform's own site and its operators.")


@platform.callback()
def group() -> None:
    """Keep `create` a command of its own."""


@platform.command("create")
def create(
    operator: Annotated[str, typer.Option("--operator", help="The first operator's email.")],
    name: Annotated[str, typer.Option("--name")] = "Marque",
    as_json: Json = False,
) -> None:
    """Make the platform's site at PLATFORM_HOST, once, and print the operator's way into the console."""
    owner = Owner(email=operator, verified=True)
    with refusals(as_json), progress("Creating the platform", as_json=as_json) as step:
        step("Making its place")
        made = create_platform(host=settings.PLATFORM_HOST, name=name, by=actor(), operator=owner)
    with enter(made):
        user = User.objects.filter(email__iexact=operator).first()
        console = sign_in_url(user, "/console/") if user else ""
    show_one({"host": made.domain, "name": made.name, "console": console}, as_json=as_json)
