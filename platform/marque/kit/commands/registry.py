"""Commands: a request to whoever owns a kind of work; exactly one owner each."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction

from marque.kit import clock
from marque.kit.errors import Refused

Owner = TypeVar("Owner", bound=Callable[..., Any])
_owners: dict[str, Callable[..., Any]] = {}


class DuplicateOwner(ValueError):
    """Two functions claim one kind of command."""


class NoOwner(LookupError):
    """Nobody carries out this kind of command."""


class CommandRefused(Refused):
    """A command that was refused before, sent again with the same key."""


def command(kind: str) -> Callable[[Owner], Owner]:
    """Make the decorated function the one owner of a kind: `@command("fulfil.course")`."""

    def register(owner: Owner) -> Owner:
        if kind in _owners:
            raise DuplicateOwner(f"{kind} is owned by {_owners[kind].__module__} already.")
        _owners[kind] = owner
        return owner

    return register


def owner_of(kind: str) -> Callable[..., Any]:
    """The function that carries out a kind; raises NoOwner."""
    try:
        return _owners[kind]
    except KeyError:
        raise NoOwner(f"No app owns the command {kind}.") from None


def forget(kind: str) -> None:
    """Remove an owner; tests that register their own clean up with it."""
    _owners.pop(kind, None)


def send(kind: str, *, key: str | None = None, **payload: Any) -> Any:
    """Carry out a command and return its result (JSON values).

    With a `key` it runs once: sent again, it returns the stored result or raises the stored refusal. A refusal is
    stored and raised; any other error undoes the row with the work, so that sending it again runs it again.
    """
    # models load after the registry, which every app's fulfilment imports
    from marque.kit.commands.models import Command

    owner = owner_of(kind)
    with transaction.atomic():
        if key is None:
            row, fresh = Command.objects.create(kind=kind, payload=payload), True
        else:
            first = {"kind": kind, "payload": payload}
            row, fresh = Command.objects.get_or_create(once_key=f"{kind}:{key}", defaults=first)
        refusal = _carry_out(owner, row) if fresh else None
    if refusal is not None:
        raise refusal
    if row.error_code:
        raise CommandRefused(row.error)
    return row.result


def _carry_out(owner: Callable[..., Any], row: Any) -> Refused | None:
    refusal: Refused | None = None
    try:
        # the refusal undoes the work, not the row that tells of it
        with transaction.atomic():
            row.result = owner(**row.payload)
    except Refused as refused:
        refusal, row.error, row.error_code = refused, str(refused), refused.code
    row.finished_at = clock.now()
    row.save(update_fields=["result", "error", "error_code", "finished_at"])
    return refusal
