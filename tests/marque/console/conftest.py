import pytest
from django.test import Client

from marque.kit.tenancy.context import enter
from tenant_apps.accounts.actions import assign_role, register
from tenant_apps.accounts.models import Role


@pytest.fixture
def operator(platform, client_for) -> Client:
    """The browser of somebody who runs the platform."""
    with enter(platform):
        user = register(email="olu@example.com", name="Olu", verified=True)
        assign_role(user=user, role=Role.STAFF, by=None)
        client = client_for(platform)
        client.force_login(user)
    return client
