"""No transaction-mode pooler: it hands one tenant's role and path to another's statement (DESIGN §9.4).

A pooler answers the start of a connection itself, so the process id it reports is not the server's.
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

_seen_direct = False


def refuse_pooler(connection: Any) -> None:
    """Raise ImproperlyConfigured when something stands between us and Postgres; asked once per process."""
    global _seen_direct
    if _seen_direct or settings.DATABASE_POOLER == "session":
        return
    (server_pid,) = connection.execute("SELECT pg_backend_pid()").fetchone()
    if server_pid != connection.info.backend_pid:
        raise ImproperlyConfigured(
            "A pooler stands between this process and Postgres. In transaction mode it would mix tenants. "
            "Connect directly, or put it in session mode and set DATABASE_POOLER=session."
        )
    _seen_direct = True
