"""The words that name where a tenant is, which change when it moves."""

from django.conf import settings

from marque.kit.serialise.streams.places import Place
from marque.kit.tenancy.context import CurrentTenant

_FILES, _SITE = "tenants/-/", "tenant-site:"


def places_of(tenant: CurrentTenant) -> list[Place]:
    """The folder of its files, and its address as its pages link to it."""
    port = f":{settings.PUBLIC_PORT}" if settings.PUBLIC_PORT else ""
    return [
        Place(f"tenants/{tenant.id}/", _FILES),
        Place(f"{settings.PUBLIC_SCHEME}://{tenant.domain}{port}", _SITE, whole=True),
    ]
