"""Ask for a new business; the provisioning worker makes it."""

from typing import Any

from provisioning.operations import ask
from shared_apps.operations.models import Operation


def ask_for_tenant(*, wanted: dict[str, Any], by: str) -> Operation:
    """Write the operation down; a worker is nudged after the commit."""
    return ask(kind="tenant.create", by=by, payload=wanted)
