"""Long work: asked for, begun, stepped, ended."""

from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from shared_apps.operations.models import Operation


def ask(
    *, kind: str, by: str, payload: dict[str, Any], tenant_id: UUID | None = None, agency_id: UUID | None = None
) -> Operation:
    """Write down that the work is wanted."""
    return Operation.objects.create(kind=kind, actor=by, payload=payload, tenant_id=tenant_id, agency_id=agency_id)


def begin(*, operation: Operation) -> None:
    """Say that a worker has taken it up, and how often that was."""
    now = timezone.now()
    operation.started_at = operation.started_at or now
    Operation.objects.filter(id=operation.id).update(
        started_at=operation.started_at, heartbeat_at=now, attempts=F("attempts") + 1
    )
    operation.refresh_from_db(fields=["attempts", "heartbeat_at"])


def step(*, operation: Operation, name: str, done: int | None = None, total: int | None = None) -> None:
    """Say what is being done now, and how far it has come where that can be counted."""
    operation.step, operation.heartbeat_at = name[:120], timezone.now()
    operation.done, operation.total = done or 0, total
    operation.save(update_fields=["step", "done", "total", "heartbeat_at"])


def finish(*, operation: Operation, result: dict[str, Any]) -> None:
    """Say that it is done, and what came of it."""
    operation.result, operation.step, operation.finished_at = result, "", timezone.now()
    operation.save(update_fields=["result", "step", "finished_at"])


def fail(*, operation: Operation, error: str, code: str = "") -> None:
    """Say that it failed, in words a person understands, and with a code for programs."""
    operation.error, operation.failed_at = str(error), timezone.now()
    operation.result = {"code": code} if code else {}
    operation.save(update_fields=["error", "result", "failed_at"])
