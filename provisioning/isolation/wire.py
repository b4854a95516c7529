"""Crossing over the wire: HTTP with the other's cookie, sockets side by side."""

from typing import Any
from uuid import uuid4

from asgiref.sync import async_to_sync
from channels.db import database_sync_to_async
from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from marque.kit.tenancy.context import CurrentTenant, enter
from marque.kit.tenancy.sockets import TenantSocketMiddleware
from provisioning.isolation.probe import held, probe
from shared_apps.tenants.resolve import tenant_of_header
from tenant_apps.accounts.actions import assign_role
from tenant_apps.accounts.models import Role, User

_DOORS = ("/studio/", "/account/", "/learn/")


@probe("http")
def cookies(own: CurrentTenant, foreign: CurrentTenant) -> None:
    """An owner's session cookie of its own, shown at the other's Studio, account and dashboard."""
    with transaction.atomic():
        with enter(own):
            user = User.objects.create_user(f"crossing-{uuid4().hex}@example.com", name="Crossing")
            assign_role(user=user, role=Role.OWNER, by=None)
            cookie = _signed_in(own, user)
        stranger, thief = _browser(foreign), _browser(foreign)
        thief.cookies[settings.SESSION_COOKIE_NAME] = cookie
        for door in _DOORS:
            ours, nobodys = thief.get(door), stranger.get(door)
            held(ours.status_code != nobodys.status_code, f"{door} answered {ours.status_code}")
            held(ours.get("Location") != nobodys.get("Location"), f"{door} led to {ours.get('Location')}")
        transaction.set_rollback(True)


def _browser(tenant: CurrentTenant) -> Client:
    scheme = {"wsgi.url_scheme": "https"} if settings.SECURE_SSL_REDIRECT else {}
    return Client(headers={"host": tenant.domain}, raise_request_exception=False, **scheme)


def _signed_in(tenant: CurrentTenant, user: User) -> str:
    client = _browser(tenant)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@probe("socket")
def sockets(own: CurrentTenant, foreign: CurrentTenant) -> None:
    """Two sockets that take turns, and one of a host nobody has."""
    seen = async_to_sync(_take_turns)(own.domain, foreign.domain)
    expected = [[tenant.role, tenant.schema_name] for tenant in (own, foreign)] * 3
    held(seen != expected, f"the sockets worked as {seen}")
    closed = async_to_sync(_knock)("nobody.invalid")
    held(closed != [{"type": "websocket.close", "code": 4404}], f"a host nobody has was answered {closed}")


async def _take_turns(*hosts: str) -> list[list[str]]:
    return [answer for _turn in range(3) for host in hosts for answer in await _knock(host)]


async def _knock(host: str) -> list[Any]:
    """What a socket of a host says of itself: the role and path its queries run under."""
    said: list[Any] = []

    async def who(scope: dict[str, Any], receive: Any, send: Any) -> None:
        await send(await database_sync_to_async(_who)())

    async def hear(message: Any) -> None:
        said.append(message)

    scope = {"type": "websocket", "path": "/ws/", "headers": [(b"host", host.encode())], "subprotocols": []}
    await TenantSocketMiddleware(who, tenant_of_header)(scope, None, hear)
    return said


def _who() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_setting('search_path')")
        return list(cursor.fetchone())
