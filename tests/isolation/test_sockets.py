"""Sockets: the tenant of the host, for as long as the connection lives, whoever else is connected."""

import asyncio
from typing import Any

from asgiref.testing import ApplicationCommunicator
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.db import connection

from marque.kit.tenancy.context import CurrentTenant
from marque.kit.tenancy.sockets import TenantSocketMiddleware
from shared_apps.tenants.resolve import tenant_of_header


def who() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_setting('search_path')")
        return " ".join(cursor.fetchone())


class WhoAmI(AsyncWebsocketConsumer):
    """Answers each message with the role and path its queries run under."""

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        await asyncio.sleep(0)
        await self.send(text_data=await database_sync_to_async(who)())


class Line:
    """One browser's socket. (channels' own communicator would need daphne.)"""

    def __init__(self, host: str) -> None:
        application: Any = TenantSocketMiddleware(WhoAmI.as_asgi(), tenant_of_header)
        scope = {"type": "websocket", "path": "/ws/", "headers": [(b"host", host.encode())], "subprotocols": []}
        self.line = ApplicationCommunicator(application, scope)

    async def say(self, kind: str, **more: Any) -> None:
        await self.line.send_input({"type": f"websocket.{kind}", **more})

    async def hear(self) -> dict[str, Any]:
        return await self.line.receive_output(timeout=60)

    async def open(self) -> dict[str, Any]:
        await self.say("connect")
        return await self.hear()


def named(tenant: CurrentTenant) -> str:
    return f"{tenant.role} {tenant.schema_name}"


def test_an_unknown_host_is_closed(db, real_commits):
    async def knock() -> list[dict[str, Any]]:
        return [await Line(host).open() for host in ("nobody.test", "", "[::1]", "okafor.localhost.evil")]

    assert asyncio.run(knock()) == [{"type": "websocket.close", "code": 4404}] * 4


def test_interleaved_sockets_never_meet(okafor, other, real_commits):
    async def talk(tenant: CurrentTenant) -> list[str]:
        line = Line(tenant.domain)
        assert (await line.open())["type"] == "websocket.accept"
        heard = []
        for _turn in range(10):
            await line.say("receive", text="?")
            heard.append((await line.hear())["text"])
        await line.say("disconnect", code=1000)
        await line.line.wait(timeout=60)
        return heard

    async def all_of_them() -> list[list[str]]:
        return await asyncio.gather(*(talk(tenant) for tenant in (okafor, other) * 4))

    heard = asyncio.run(all_of_them())

    assert heard == [[named(tenant)] * 10 for tenant in (okafor, other) * 4]
