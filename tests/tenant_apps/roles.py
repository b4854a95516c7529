"""Browsers of the cast: Alice owns, Bob is staff, Ursula answers questions, Carol learns."""

from collections.abc import Callable

from django.test import Client

from marque.kit.tenancy.context import CurrentTenant
from tenant_apps.accounts import actions as accounts
from tenant_apps.accounts.models import Role
from tenant_apps.accounts.roles import set_up_roles

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def browser_of(client_for: Callable[[CurrentTenant], Client], tenant: CurrentTenant, role: Role) -> Client:
    """Somebody with one role, signed in. Call it inside the tenant."""
    set_up_roles()
    user = accounts.register(email=f"{role}@example.com", name=str(role.label), verified=True)
    accounts.assign_role(user=user, role=role, by=None)
    browser = client_for(tenant)
    browser.force_login(user, backend=BACKEND)
    return browser
