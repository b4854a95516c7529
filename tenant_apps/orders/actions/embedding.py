"""Which other sites may open the checkout in a window of their own."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.tenancy.context import require_tenant
from shared_apps.operations import audit
from tenant_apps.orders.models import EmbeddingSite

MOST = 50
_HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*\Z")


class BadSite(Refused):
    """No address of a site."""

    message = _("Write the address of one site, such as https://example.com. No path, no star.")
    field = "site"


class TooManySites(Refused):
    """A list nobody looks through any more."""

    message = _("Up to %(most)s sites may show your checkout. Remove one first.")
    field = "site"


def origin_of(typed: str) -> str:
    """`https://example.com` of what was typed or sent; raises BadSite.

    Plain http is for practice alone: what is not encrypted on its way can be changed by anybody.
    """
    text = typed.strip().lower()
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError:
        raise BadSite from None
    schemes = ("https",) if settings.MODE == "production" else ("https", "http")
    plain = not (parts.username or parts.password or parts.query or parts.fragment) and parts.path in ("", "/")
    if parts.scheme not in schemes or not plain or not _HOST.match(host):
        raise BadSite
    return f"{parts.scheme}://{host}" + (f":{port}" if port else "")


@transaction.atomic
def allow_site(*, site: str, by: Any) -> EmbeddingSite:
    """Let a site show the checkout. The same one twice is one. Raises BadSite and TooManySites."""
    origin = origin_of(site)
    if EmbeddingSite.objects.exclude(origin=origin).count() >= MOST:
        raise TooManySites(most=MOST)
    allowed, new = EmbeddingSite.objects.get_or_create(origin=origin, defaults={"allowed_at": clock.now()})
    if new:
        _note("checkout.allow_site", origin, by)
    return allowed


@transaction.atomic
def forbid_site(*, site: EmbeddingSite, by: Any) -> None:
    """Take it back; windows that are open there now can be finished and not opened again."""
    site.delete()
    _note("checkout.forbid_site", site.origin, by)


def _note(action: str, origin: str, by: Any) -> None:
    tenant = require_tenant()
    audit.record(by=str(by), action=action, target=tenant.slug, tenant_id=tenant.id, data={"site": origin})
