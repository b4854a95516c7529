"""Sessions that are worth nothing in another tenant (DESIGN §9.6)."""

from typing import Any

from django.contrib.sessions.backends.cached_db import SessionStore as CachedSessionStore

from marque.kit.tenancy.context import require_tenant

_TENANT = "_tenant"


class SessionStore(CachedSessionStore):
    """Stored in the tenant's schema, cached under its key, and stamped with its id."""

    def load(self) -> dict[str, Any]:
        """The session's data; nothing when it was made by another tenant."""
        data = super().load()
        if data and data.get(_TENANT) != str(require_tenant().id):
            self._session_key = None
            return {}
        return data

    def save(self, must_create: bool = False) -> None:
        """Stamp and store."""
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        data[_TENANT] = str(require_tenant().id)
        super().save(must_create)
