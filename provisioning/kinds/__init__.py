"""What each kind of operation does; importing this package declares them all."""

from provisioning.kinds import lifecycle, tenants

__all__ = ["lifecycle", "tenants"]
