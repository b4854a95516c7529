"""`marque login`, `logout`, `whoami`: an agency's laptop gets to know its platform."""

import os
import sys
from typing import Annotated

import typer

from provisioning.cli import place
from provisioning.cli.engine import engine
from provisioning.cli.output import Exit, show_one, stop
from provisioning.cli.tenants import Json, refusals
from provisioning.cli.wire import Wire


def login(
    url: Annotated[str, typer.Argument(help="The platform's address, like https://marque.example.")] = "",
    address: Annotated[str, typer.Option("--url", help="The same.")] = "",
    token: Annotated[str, typer.Option("--token", help="The token; asked for when it is left out.")] = "",
    as_json: Json = False,
) -> None:
    """Keep a platform and its token for the commands that follow. Make the token at your agency's page there."""
    try:
        clean = place.clean_url(url or address)
    except place.BadPlace as bad:
        stop(Exit.USAGE, str(bad), field="url", as_json=as_json)
    token = token or os.environ.get("MARQUE_TOKEN", "") or _ask(as_json)
    here = place.Place(clean, token.strip())
    with refusals(as_json):
        known = Wire(here).get("/whoami/")
    place.keep_login(here, os.environ)
    show_one({"url": here.url, **known}, as_json=as_json)


def logout(as_json: Json = False) -> None:
    """Forget the platform and its token on this machine. To end the token itself, revoke it at your agency's page."""
    show_one({"forgotten": place.forget_login(os.environ)}, as_json=as_json)


def whoami(as_json: Json = False) -> None:
    """Show which platform, agency and token the commands use."""
    with refusals(as_json):
        show_one(engine().whoami(), as_json=as_json)


def _ask(as_json: bool) -> str:
    if as_json or not sys.stdin.isatty():
        stop(Exit.USAGE, "Give the token with --token or MARQUE_TOKEN.", field="token", as_json=as_json)
    return typer.prompt("Token", hide_input=True)
