"""A pooler nobody vouched for is refused (DESIGN §9.4)."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from marque.kit.tenancy import pooler


@pytest.fixture(autouse=True)
def unasked(monkeypatch):
    monkeypatch.setattr(pooler, "_seen_direct", False)


def behind_a_pooler() -> SimpleNamespace:
    """The real connection, as a pooler would present it: with a process id of its own."""
    connection.ensure_connection()
    real = connection.connection
    return SimpleNamespace(execute=real.execute, info=SimpleNamespace(backend_pid=real.info.backend_pid + 1))


def test_a_pooler_is_refused(db):
    with pytest.raises(ImproperlyConfigured, match="would mix tenants"):
        pooler.refuse_pooler(behind_a_pooler())


def test_a_pooler_in_session_mode_is_accepted_when_said_so(db, settings):
    settings.DATABASE_POOLER = "session"

    pooler.refuse_pooler(behind_a_pooler())


def test_a_direct_connection_is_accepted(db):
    connection.ensure_connection()

    pooler.refuse_pooler(connection.connection)
