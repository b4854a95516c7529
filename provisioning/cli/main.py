"""Sets Django up, then hands over to the groups of commands."""

import logging
import os
import sys

import typer

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="Run creator businesses: one command for each of the life of a tenant.",
)


def main() -> None:
    """The console script's entry point."""
    _set_up()
    from provisioning.cli import capsules, forks, lifecycle  # noqa: F401 (add their commands to `tenant`)
    from provisioning.cli.doctor import doctor
    from provisioning.cli.domains import domains
    from provisioning.cli.manifests import register_manifests
    from provisioning.cli.platform import platform
    from provisioning.cli.tenants import tenants
    from provisioning.cli.waves import migrate

    app.add_typer(tenants, name="tenant")
    app.add_typer(domains, name="domain")
    app.add_typer(platform, name="platform")
    register_manifests(app)
    app.command("migrate")(migrate)
    app.command("doctor")(doctor)
    app.command("capsule-key")(capsules.capsule_key)
    app()


def _set_up() -> None:
    import django

    from marque.kit.env import BadEnvironment
    from provisioning.cli.output import Exit

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marque.config.settings")
    try:
        django.setup()
    except BadEnvironment as missing:
        print(missing, file=sys.stderr)
        sys.exit(Exit.USAGE)
    logging.getLogger().setLevel(logging.WARNING)  # what the engine does is in the audit log, not on the terminal
