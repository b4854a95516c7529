"""Long work: asked for, started, stepped, ended."""

from typing import Any

from django.utils import timezone

from shared_apps.operations.models import Operation


def ask(*, kind: str, by: str, payload: dict[str, Any]) -> Operation:
    """Write down that the work is wanted."""
    return Operation.objects.create(kind=kind, actor=by, payload=payload)


def step(*, operation: Operation, name: str) -> None:
    """Say what is being done now."""
    operation.step = name
    operation.started_at = operation.started_at or timezone.now()
    operation.save(update_fields=["step", "started_at"])


def finish(*, operation: Operation, result: dict[str, Any]) -> None:
    """Say that it is done, and what came of it."""
    operation.result, operation.step, operation.finished_at = result, "", timezone.now()
    operation.save(update_fields=["result", "step", "finished_at"])


def fail(*, operation: Operation, error: str) -> None:
    """Say that it failed, in words a person understands."""
    operation.error, operation.failed_at = error, timezone.now()
    operation.save(update_fields=["error", "failed_at"])
