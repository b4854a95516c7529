"""How endpoints are spoken to: Standard Webhooks, and what higher apps add. A leaf: sending asks here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

from tenant_apps.webhooks.models import WebhookDelivery, WebhookEndpoint

Words = str | Promise


@dataclass(frozen=True)
class Asked:
    """One request."""

    url: str
    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Dialect:
    """What is sent to endpoints that speak so, and how the Studio calls them.

    `most` messages go in one request. An answer in `final` is about what was sent: it says nothing of the endpoint, and
    trying again changes nothing; of several messages it is about one of them, and each is sent alone.
    """

    name: str
    request: Callable[[WebhookEndpoint, Sequence[WebhookDelivery]], Asked]
    test_type: str
    test: Callable[[WebhookEndpoint, UUID, datetime, Any], str]
    types: Mapping[str, Words]
    # the page that lists or names such endpoints, and what it is called
    home: str
    title: Words
    off: Words
    most: int = 1
    final: frozenset[int] = frozenset()


_dialects: dict[str, Dialect] = {}


def register_dialect(dialect: Dialect) -> None:
    """Let endpoints be spoken to so. One owner per name."""
    if _dialects.setdefault(dialect.name, dialect) is not dialect:
        raise ValueError(f"{dialect.name} is spoken already")


def dialect_of(endpoint: WebhookEndpoint) -> Dialect:
    """How this endpoint is spoken to."""
    return _dialects[endpoint.speaks]
