"""May a certificate be had for this host? Asked at every first handshake, by anybody who can name a host (ADR 18).

Nonsense is told by its looks. What is known is remembered: hosts that were ours are always looked up anew when
domains have changed; hosts that nobody here ever had share a small budget of look-ups a second, so that a flood of
invented names costs the registry next to nothing and never stands in the way of a real one.
"""

import re
import time
from enum import StrEnum

from django.conf import settings
from django.core.cache import caches
from django.db import transaction

from shared_apps.tenants.domain import Domain
from shared_apps.tenants.hosts import normal_host
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.names import SLUG_PATTERN
from shared_apps.tenants.packages import is_package_host
from shared_apps.tenants.resolve import current_version

UNKNOWN_PER_SECOND = 20
_OURS_SECONDS, _NOBODYS_SECONDS = 30 * 86400, 60
_SLUG = re.compile(SLUG_PATTERN)


class Ruling(StrEnum):
    """What the web server in front is told."""

    YES = "yes"
    NO = "no"
    LATER = "later"


def rule_on(name: str) -> Ruling:
    """Whether a host is served here: a domain somebody holds, of a business that answers.

    One that is suspended or archived answers with its notice, and its owner signs in there.
    """
    host = normal_host(name)
    if host is None or not _could_be_ours(host):
        return Ruling.NO
    key, version = f"tls:{host}", current_version()
    known = caches["control"].get(key)
    if known and known[0] == version:
        return Ruling(known[1])
    was_ours = bool(known) and known[1] == Ruling.YES
    if not was_ours and not _within_budget():
        return Ruling.LATER
    ruling = Ruling.YES if _is_served(host) else Ruling.NO
    caches["control"].set(key, (version, ruling.value), _OURS_SECONDS if ruling is Ruling.YES else _NOBODYS_SECONDS)
    return ruling


def remember_as_ours(host: str) -> None:
    """Let a host that is served from this transaction on be looked up outside of the budget."""
    transaction.on_commit(lambda: _remember(host), using="control")


def _remember(host: str) -> None:
    caches["control"].set(f"tls:{host}", ("before", Ruling.YES.value), _OURS_SECONDS)


def _could_be_ours(host: str) -> bool:
    """By its looks alone: a domain, or one label below the platform's own that could be a slug."""
    platform = settings.PLATFORM_HOST
    if host == platform or is_package_host(host):
        return True
    if host.endswith("." + platform):
        label = host.removesuffix("." + platform)
        return bool(_SLUG.match(label))
    return "." in host and not host.rsplit(".", 1)[1].isdigit()


def _is_served(host: str) -> bool:
    if is_package_host(host):
        return True
    return Domain.objects.held().filter(domain=host, tenant__in=Tenant.objects.certified()).exists()


def _within_budget() -> bool:
    """Count a look-up of a host nobody knows, over all processes."""
    key = f"tls-unknown:{int(time.time())}"
    caches["control"].add(key, 0, 5)
    try:
        return caches["control"].incr(key) <= UNKNOWN_PER_SECOND
    except ValueError:  # it ran out between the two
        return True
