"""Sockets run in the tenant of their host."""

from collections.abc import Callable
from typing import Any

from channels.db import database_sync_to_async

from marque.kit.tenancy.context import CurrentTenant, enter

Resolve = Callable[[str], CurrentTenant | None]


class TenantSocketMiddleware:
    """ASGI middleware: resolves the Host header and enters the tenant; an unknown host is closed with 4404."""

    def __init__(self, inner: Any, resolve: Resolve) -> None:
        self.inner = inner
        self.resolve = resolve

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        """Serve one connection."""
        host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
        tenant = await database_sync_to_async(self.resolve)(host)
        if tenant is None or tenant.state != "active":
            await send({"type": "websocket.close", "code": 4404})
            return None
        with enter(tenant):
            return await self.inner({**scope, "tenant": tenant}, receive, send)
