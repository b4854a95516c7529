"""Hosts of packages, below CONTENT_HOST: a file's key and a mark only we can make, so that nobody can invent one.

A web server in front asks about each host it has not met; without the mark, any label of the right length would cost
a certificate (ADR 61).
"""

from __future__ import annotations

import hmac
import re
from hashlib import sha256
from uuid import UUID

from django.conf import settings

_LABEL = re.compile(r"^([0-9a-f]{32})([0-9a-f]{16})$")


def package_host(key: UUID) -> str:
    """The host a file is played on: no tenant has it, and no other file."""
    return f"{key.hex}{_mark(key.hex)}.{settings.CONTENT_HOST}"


def is_package_host(host: str) -> bool:
    """Whether the host was named by us."""
    label, _dot, above = host.partition(".")
    found = _LABEL.match(label)
    return above == settings.CONTENT_HOST and found is not None and hmac.compare_digest(found[2], _mark(found[1]))


def _mark(key: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"package-host:{key}".encode(), sha256).hexdigest()[:16]
