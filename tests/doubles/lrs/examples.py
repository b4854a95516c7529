"""Statements to send."""

import json
from uuid import UUID

from marque.kit import clock
from tenant_apps.webhooks.actions import Told


def a_statement(number: int) -> Told:
    """A small one."""
    key, at = UUID(int=number + 1), clock.now()
    whole = {
        "id": str(key),
        "actor": {"mbox": "mailto:a@example.com"},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/registered", "display": {"en": "registered"}},
        "object": {"id": f"http://example.com/{number}"},
        "timestamp": at.isoformat(),
    }
    return Told(key, "registered", json.dumps(whole), at)
