"""A word for one person of one business: what their device keeps is kept under it, and shown to nobody else."""

from __future__ import annotations

import hmac
from hashlib import sha256

from django.conf import settings

from marque.kit.tenancy.context import require_tenant
from tenant_apps.people.models import Person

# the same word in a cookie: pages that a device keeps are shown to whoever it names, and to nobody else
COOKIE = "place"


def who(person: Person) -> str:
    """The same on every page of this person, and unlike anybody else's."""
    said = f"place:{require_tenant().id}:{person.key}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), said, sha256).hexdigest()[:24]
