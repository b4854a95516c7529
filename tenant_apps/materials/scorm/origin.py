"""The origin a package is played on: a host of its own below CONTENT_HOST, and a token in the path.

Nothing there reads or sets a cookie, and no page of a business is served there. Each file of a business's own is an
origin of its own, so that two packages share no storage either.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings

from marque.kit import signing
from marque.kit.tenancy.context import require_tenant
from shared_apps.tenants.packages import package_host
from tenant_apps.materials.models import Package

PURPOSE = "package"
LIFETIME = timedelta(hours=12)
OURS = "-"


@dataclass(frozen=True)
class Ticket:
    """What an address on that origin opens."""

    package: str
    asset: str


def origin_of(package: Package) -> str:
    """Scheme, host and port."""
    port = f":{settings.PUBLIC_PORT}" if settings.PUBLIC_PORT else ""
    return f"{settings.PUBLIC_SCHEME}://{package_host(package.asset.key)}{port}"


def place_of(package: Package) -> str:
    """Where its files begin for a while."""
    token = signing.sign(PURPOSE, [str(package.key), str(package.asset.key)], LIFETIME)
    return f"{origin_of(package)}/{require_tenant().id.hex}/{token}/"


def read_ticket(token: str) -> Ticket:
    """What a token opens; raises BadSignature or Expired."""
    value = signing.unsign(PURPOSE, token)
    if not (isinstance(value, list) and len(value) == 2):
        raise signing.BadSignature
    return Ticket(*value)
