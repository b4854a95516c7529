"""Ask for a new business; the provisioning worker makes it."""

from typing import Any

from django.db import transaction

from provisioning.tasks import create_tenant_task
from shared_apps.operations import actions as operations
from shared_apps.operations.models import Operation


def ask_for_tenant(*, wanted: dict[str, Any], by: str) -> Operation:
    """Write the operation down and nudge the worker after the commit."""
    operation = operations.ask(kind="tenant.create", by=by, payload=wanted)
    transaction.on_commit(lambda: create_tenant_task.delay(str(operation.id)), using="control")
    return operation
