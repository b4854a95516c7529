"""What each kind of operation does; importing this package declares them all."""

from provisioning.kinds import blueprints, capsules, copies, domains, lifecycle, manifests, tenants

__all__ = ["blueprints", "capsules", "copies", "domains", "lifecycle", "manifests", "tenants"]
