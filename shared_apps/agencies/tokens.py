"""How a token looks, what it may do, and how it is kept."""

import hashlib
import re
import secrets

from django.utils.translation import gettext_lazy as _

# what a token may do, each with what it says to the person who ticks it
SCOPES = {
    "tenants:read": _("See businesses, their domains and operations"),
    "tenants:write": _("Create, rename, suspend, resume and archive businesses"),
    "tenants:delete": _("Delete businesses"),
    "domains:write": _("Add and remove domains"),
    "manifests:write": _("Plan and apply manifests"),
    "copies:write": _("Fork, merge, export, import, back up and restore"),
}
_SHAPE = re.compile(r"^mqa_[A-Za-z0-9_-]{43}$")
_PREFIX = 12


def new_token() -> str:
    """256 random bits behind a prefix that scanners for leaked secrets can look for."""
    return f"mqa_{secrets.token_urlsafe(32)}"


def prefix_of(token: str) -> str:
    """The part that may be shown, to tell tokens apart."""
    return token[:_PREFIX]


def digest_of(token: str) -> str:
    """What is kept. A plain hash is right for 256 random bits: there is nothing to guess."""
    return hashlib.sha256(token.encode()).hexdigest()


def looks_like_one(text: str) -> bool:
    """Whether a text has a token's shape; anything else costs no query."""
    return _SHAPE.match(text) is not None
