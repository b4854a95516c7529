"""A program of a business: a client that carries a token."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from rest_framework.test import APIClient

from marque.kit import clock
from marque.kit.tenancy.context import CurrentTenant, enter
from tenant_apps.accounts.models import User
from tenant_apps.api import actions as api
from tenant_apps.api.models import ApiToken
from tenant_apps.api.scopes import SCOPES


@dataclass
class Program:
    """Calls below /api/v1/ with a token."""

    token: ApiToken
    text: str
    client: APIClient

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """One call."""
        return getattr(self.client, method)(f"/api/v1{path}", body, format="json", headers=headers)


def owner_of(tenant: CurrentTenant) -> User:
    """Alice, who owns it."""
    with enter(tenant):
        return User.objects.get(email="alice@example.com")


def a_program(tenant: CurrentTenant, *scopes: str, host: str = "") -> Program:
    """A program that may do what is named, or everything; `host` lets it call somebody else's place."""
    with enter(tenant):
        expires = clock.now() + timedelta(days=1)
        chosen = scopes or tuple(SCOPES)
        token, text = api.create_token(by=owner_of(tenant), name="books", scopes=chosen, expires_at=expires)
    client = APIClient(headers={"host": host or tenant.domain, "authorization": f"Bearer {text}"})
    client.raise_request_exception = False
    return Program(token, text, client)
