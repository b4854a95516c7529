"""What each kind of operation does; importing this package declares them all."""

from provisioning.kinds import tenants

__all__ = ["tenants"]
