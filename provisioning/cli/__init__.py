"""The `marque` command (DESIGN §7)."""

from provisioning.cli.main import main

__all__ = ["main"]
