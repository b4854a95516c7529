"""One wave at a time, and nobody moves a schema under it."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from provisioning.schemas import owner_session


class WaveRunning(Refused):
    """Another process migrates this installation now."""

    message = _("A migration is running. Try again when it is over.")


@contextmanager
def the_only_wave() -> Iterator[None]:
    """Keep a second wave out, of whatever process, and wait for schemas that are moving; a killed one lets go.

    Raises WaveRunning.
    """
    with owner_session() as connection:
        _try(connection, "SELECT pg_try_advisory_lock(hashtextextended('wave', 0))")
        connection.execute("SELECT pg_advisory_lock(hashtextextended('schemas-move', 0))")
        yield


@contextmanager
def not_during_a_wave() -> Iterator[None]:
    """Move or remove a schema while no wave runs; raises WaveRunning."""
    with owner_session() as connection:
        _try(connection, "SELECT pg_try_advisory_lock_shared(hashtextextended('schemas-move', 0))")
        yield


def _try(connection: psycopg.Connection, statement: str) -> None:
    if not connection.execute(statement).fetchone()[0]:  # type: ignore[index, arg-type]
        raise WaveRunning()
