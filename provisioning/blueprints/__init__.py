"""Blueprints: what a new tenant starts with. A folder each, with a manifest `blueprint.yaml` and its media."""

from importlib import import_module

from django.db import transaction

from marque.kit.tenancy.context import require_tenant
from page_builder.actions import set_up_site
from provisioning.blueprints.owner import Owner
from provisioning.blueprints.shelf import BLANK, Blueprint, UnknownBlueprint, blueprint_of, blueprints
from tenant_apps.accounts.actions import assign_role, register
from tenant_apps.accounts.models import Role
from tenant_apps.accounts.roles import set_up_roles

# what anybody may choose
CHOICES = {blueprint.name: blueprint.title for blueprint in blueprints()}
# made by code: the platform's own site, and a site with nothing to sell
_CODED = ("platform", BLANK)


def check_blueprint(name: str) -> None:
    """Raise UnknownBlueprint for a name nobody can start from."""
    if name != BLANK:
        blueprint_of(name)


@transaction.atomic
def apply_blueprint(name: str, owner: Owner | None) -> None:
    """Fill the current tenant, in one transaction: roles, owner, site, and what the blueprint brings."""
    tenant = require_tenant()
    set_up_roles()
    if owner:
        user = register(email=owner.email, name=owner.name, password=owner.password, verified=owner.verified)
        assign_role(user=user, role=Role.OWNER, by=None)
    set_up_site(name=tenant.name, host=tenant.domain)
    if name in _CODED:
        import_module(f"provisioning.blueprints.{name}").apply(owner)
    else:
        # the manifest's sections know every app: read when the first tenant is made, not with the settings
        from provisioning.blueprints.filling import fill

        fill(blueprint_of(name), owner)


__all__ = ["CHOICES", "Blueprint", "Owner", "UnknownBlueprint", "apply_blueprint", "check_blueprint"]
