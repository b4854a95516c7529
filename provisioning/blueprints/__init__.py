"""Blueprints: what a new tenant starts with. One module each, with a function `apply(owner)`."""

from dataclasses import dataclass
from importlib import import_module

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.tenancy.context import require_tenant
from page_builder.actions import set_up_site
from tenant_apps.accounts.actions import assign_role, register
from tenant_apps.accounts.models import Role
from tenant_apps.accounts.roles import set_up_roles

# what people may choose; the platform's own is not among them
CHOICES = {"academy": _("Courses and memberships")}
_NAMES = ("platform", "blank", *CHOICES)


class UnknownBlueprint(Refused):
    """There is no blueprint of that name."""

    field = "blueprint"
    message = _("There is no blueprint “%(name)s”. Choose one of: %(choices)s.")


@dataclass(frozen=True)
class Owner:
    """Who a new tenant belongs to; `verified` when somebody vouches for the address."""

    email: str
    name: str = ""
    password: str | None = None
    verified: bool = False


def check_blueprint(name: str) -> None:
    """Raise UnknownBlueprint for a name nobody can start from."""
    if name not in (*CHOICES, "blank"):
        raise UnknownBlueprint(name=name, choices=", ".join(CHOICES))


@transaction.atomic
def apply_blueprint(name: str, owner: Owner | None) -> None:
    """Fill the current tenant, in one transaction: roles, owner, site, and what the blueprint brings."""
    if name not in _NAMES:
        raise UnknownBlueprint(name=name, choices=", ".join(CHOICES))
    tenant = require_tenant()
    set_up_roles()
    if owner:
        user = register(email=owner.email, name=owner.name, password=owner.password, verified=owner.verified)
        assign_role(user=user, role=Role.OWNER, by=None)
    set_up_site(name=tenant.name, host=tenant.domain)
    import_module(f"provisioning.blueprints.{name}").apply(owner)
