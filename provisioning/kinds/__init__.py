"""What each kind of operation does; importing this package declares them all."""

from provisioning.kinds import copies, lifecycle, manifests, tenants

__all__ = ["copies", "lifecycle", "manifests", "tenants"]
