"""The words that name where a tenant is, which change when it moves."""

import re

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


def reworded(text: str, here: CurrentTenant, there: CurrentTenant) -> str:
    """A text with one tenant's places in place of another's."""
    for old, new in zip(places_of(here), places_of(there), strict=True):
        end = r"(?![A-Za-z0-9:-]|\.[A-Za-z0-9])" if old.whole else ""
        text = re.sub(re.escape(old.text) + end, lambda match, new=new: new.text, text)
    return text
