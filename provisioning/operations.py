"""Long work by kind: asked for by anybody, run by one worker at a time, taken up again when that worker dies."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from provisioning.schemas import owner_session
from shared_apps.operations import actions as record
from shared_apps.operations.models import Operation

MOST_ATTEMPTS = 3
# every module here declares kinds with `@kind(…)`
KINDS_PACKAGE = "provisioning.kinds"
# a worker whose machine vanished is noticed within a minute, not when TCP gives up
_NOTICED_SOON = "-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3"


class Progress(Protocol):
    """Told the step by name, and how far it has come where that can be counted."""

    def __call__(self, step: str, done: int | None = None, total: int | None = None) -> None:
        """Say it."""


class Work(Protocol):
    """What carries out one kind of operation; its result is JSON."""

    def __call__(self, *, payload: dict[str, Any], by: str, progress: Progress) -> dict[str, Any]:
        """Do it; an expected failure is a Refused."""


class UnknownKind(Refused):
    """Nobody knows how to do this."""

    message = _("There is no operation of kind “%(kind)s”.")


@dataclass(frozen=True)
class Kind:
    """How one kind of work is done, and whether it may simply be done again when it was cut off."""

    name: str
    work: Work
    again: bool


_kinds: dict[str, Kind] = {}


def kind(name: str, *, again: bool) -> Callable[[Work], Work]:
    """Declare what carries out a kind; `again` promises that running it once more finishes what was cut off."""

    def declare(work: Work) -> Work:
        _kinds[name] = Kind(name, work, again)
        return work

    return declare


def kind_of(name: str) -> Kind:
    """The kind of a name; raises UnknownKind."""
    import_module(KINDS_PACKAGE)
    if name not in _kinds:
        raise UnknownKind(kind=name)
    return _kinds[name]


def ask(
    *, kind: str, by: str, payload: dict[str, Any], tenant_id: UUID | None = None, agency_id: UUID | None = None
) -> Operation:
    """Write an operation down and nudge a worker after the commit; a lost nudge is made good by the sweep."""
    from provisioning.tasks import run_operation  # the tasks import this module

    kind_of(kind)
    operation = record.ask(kind=kind, by=by, payload=payload, tenant_id=tenant_id, agency_id=agency_id)
    transaction.on_commit(lambda: run_operation.delay(str(operation.id)), using="control", robust=True)
    return operation


def run(operation_id: str) -> None:
    """Carry one operation out; delivered twice, or while another worker is at it, nothing more happens."""
    with _lease(operation_id) as mine:
        operation = Operation.objects.filter(id=operation_id).first() if mine else None
        if operation and not operation.is_over:
            _carry_out(operation)


@contextmanager
def _lease(operation_id: str) -> Iterator[bool]:
    """Hold the operation as long as this process lives: Postgres lets go of the lock when its connection ends."""
    with owner_session(options=_NOTICED_SOON) as connection:
        query = "SELECT pg_try_advisory_lock(hashtextextended(%s, 0))"
        yield connection.execute(query, [f"operation:{operation_id}"]).fetchone() == (True,)


def _carry_out(operation: Operation) -> None:
    try:
        todo = kind_of(operation.kind)
        _refuse_cut_off(operation, todo)
        record.begin(operation=operation)
        result = todo.work(payload=operation.payload, by=operation.actor, progress=_teller(operation))
    except Refused as refused:
        record.fail(operation=operation, error=str(refused), code=refused.code)
    except Exception:
        record.fail(operation=operation, error=_("Something went wrong on our side. Nothing was kept; try again."))
        raise
    else:
        record.finish(operation=operation, result=result)


class CutOff(Refused):
    """A worker died in the middle of it, and it cannot simply be done again."""

    message = _("The worker stopped in the middle of this. Look at how far it came, then ask again.")


def _refuse_cut_off(operation: Operation, todo: Kind) -> None:
    if operation.attempts >= MOST_ATTEMPTS:
        raise CutOff(_("The worker stopped in the middle of this, three times. Tell the platform's operators."))
    if operation.attempts and not todo.again:
        raise CutOff()


def _teller(operation: Operation) -> Progress:
    def tell(step: str, done: int | None = None, total: int | None = None) -> None:
        record.step(operation=operation, name=step, done=done, total=total)

    return tell
