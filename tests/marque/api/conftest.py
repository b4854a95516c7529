"""Two agencies with a business each, and clients that speak with their tokens."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from rest_framework.test import APIClient

from marque.kit import clock
from shared_apps.agencies.access import create_token
from shared_apps.agencies.actions import create_agency, hold_tenant
from shared_apps.agencies.models import Agency
from shared_apps.agencies.tokens import SCOPES
from shared_apps.tenants.models import Tenant


@dataclass
class Program:
    """An agency's program: a client with its token."""

    agency: Agency
    token: str
    client: APIClient

    def call(self, method: str, path: str, body: object = None, **headers: str):
        """One call below /api/v1."""
        return getattr(self.client, method)(f"/api/v1{path}", body, format="json", headers=headers)


@pytest.fixture
def program(platform) -> Callable[..., Program]:
    """Make a program for an agency."""

    def make(agency: Agency, scopes: tuple[str, ...] = tuple(SCOPES)) -> Program:
        expires = clock.now() + timedelta(days=1)
        _token, text = create_token(agency=agency, name="ci", scopes=scopes, expires_at=expires, by="tests")
        client = APIClient(headers={"host": platform.domain, "authorization": f"Bearer {text}"})
        return Program(agency, text, client)

    return make


def agency_with(slug: str, tenant: str = "", limit: int = 3) -> Agency:
    """An agency that holds a business."""
    agency = create_agency(slug=slug, name=slug.title(), limit=limit, by="tests")
    if tenant:
        hold_tenant(agency=agency, tenant=Tenant.objects.get(slug=tenant), by="tests")
    return agency


@pytest.fixture
def north(program, okafor) -> Program:
    """An agency that runs okafor."""
    return program(agency_with("northwind", "okafor"))


@pytest.fixture
def south(program, other) -> Program:
    """Another agency, that runs the other business."""
    return program(agency_with("southwind", "other"))
