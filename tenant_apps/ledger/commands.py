"""The commands this app owns: `ledger.release_escrow`."""

from tenant_apps.ledger.actions import escrow  # noqa: F401 (registers its command)
