"""Finds out where the command works, then hands over to the groups of commands."""

import logging
import os
import sys

import typer

from provisioning.cli.output import Exit
from provisioning.cli.place import BadPlace, Place, chosen

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="Run creator businesses: one command for each of the life of a tenant.",
    epilog="From an agency's laptop: marque login URL, or --url URL --token TOKEN with any command.",
)


def main() -> None:
    """The console script's entry point: here on the server, or far away where a platform is named."""
    try:
        sys.argv[1:], far = chosen(sys.argv[1:], os.environ)
    except BadPlace as bad:
        print(bad, file=sys.stderr)
        sys.exit(Exit.USAGE)
    _add_doors()
    if far:
        _go_far(far)
    elif sys.argv[1:2] not in (["login"], ["logout"]):
        _stay_here()
    app()


def _add_doors() -> None:
    from provisioning.cli import login
    from provisioning.cli.operations import operations

    app.command("login")(login.login)
    app.command("logout")(login.logout)
    app.command("whoami")(login.whoami)
    app.add_typer(operations, name="operation")


def _go_far(place: Place) -> None:
    """An agency's laptop: no settings, no database, only what the API offers."""
    from provisioning.cli import far, lifecycle  # noqa: F401 (lifecycle adds its commands to `tenant`)
    from provisioning.cli.engine import choose
    from provisioning.cli.far_domains import domains
    from provisioning.cli.fleet import fleet
    from provisioning.cli.remote import RemoteEngine
    from provisioning.cli.tenants import tenants
    from provisioning.cli.wire import Wire

    choose(lambda: RemoteEngine(Wire(place)))
    # what `fleet run` starts goes to the same place
    os.environ |= {"MARQUE_URL": place.url, "MARQUE_TOKEN": place.token}
    tenants.command("fork")(far.fork)
    app.add_typer(tenants, name="tenant")
    app.add_typer(fleet, name="fleet")
    app.add_typer(domains, name="domain")
    app.add_typer(far.manifests, name="manifest")
    app.add_typer(far.blueprints, name="blueprint")
    app.command("plan")(far.plan_command)
    app.command("apply")(far.apply_command)
    app.command("diff")(far.diff_command)


def _stay_here() -> None:
    _set_up()
    from provisioning.cli import backups, capsules, forks, lifecycle, merging  # noqa: F401 (add their commands to `tenant`)
    from provisioning.cli.agencies import agencies, tokens
    from provisioning.cli.billing import billing
    from provisioning.cli.blueprints import blueprints
    from provisioning.cli.doctor import doctor
    from provisioning.cli.domains import domains
    from provisioning.cli.fleet import fleet
    from provisioning.cli.isolation import isolation
    from provisioning.cli.ledger import ledger
    from provisioning.cli.manifests import register_manifests
    from provisioning.cli.platform import platform
    from provisioning.cli.tenants import tenants
    from provisioning.cli.waves import migrate

    app.add_typer(tenants, name="tenant")
    app.add_typer(fleet, name="fleet")
    app.add_typer(domains, name="domain")
    app.add_typer(agencies, name="agency")
    app.add_typer(tokens, name="token")
    app.add_typer(platform, name="platform")
    app.add_typer(blueprints, name="blueprint")
    register_manifests(app)
    app.command("migrate")(migrate)
    app.command("doctor")(doctor)
    app.add_typer(isolation, name="isolation")
    app.add_typer(ledger, name="ledger")
    app.add_typer(billing, name="billing")
    app.command("capsule-key")(capsules.capsule_key)


def _set_up() -> None:
    import django

    from marque.kit.env import BadEnvironment
    from marque.kit.loading import loading

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marque.config.settings")
    try:
        with loading():
            django.setup()
    except BadEnvironment as missing:
        print(missing, file=sys.stderr)
        sys.exit(Exit.USAGE)
    logging.getLogger().setLevel(logging.WARNING)  # what the engine does is in the audit log, not on the terminal
