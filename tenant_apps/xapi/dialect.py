"""How a store of learning records is spoken to: many statements a request (xAPI 1.0.3 part three, 2.1.2)."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from tenant_apps.webhooks.actions.endpoints import keys_of
from tenant_apps.webhooks.dialects import Asked, Dialect, register_dialect
from tenant_apps.webhooks.models import WebhookDelivery, WebhookEndpoint
from tenant_apps.xapi.actions.stores import SPEAKS
from tenant_apps.xapi.statements import speaker
from tenant_apps.xapi.words import VERBS

AT_ONCE = 50
# what is wrong with a statement: malformed, another one has its id, too large
FINAL = frozenset({400, 409, 413})


def _request(endpoint: WebhookEndpoint, deliveries: Sequence[WebhookDelivery]) -> Asked:
    (secret,) = keys_of(endpoint)
    headers = {
        "Authorization": f"Basic {b64encode(secret.encode()).decode()}",
        "X-Experience-API-Version": endpoint.record_store.version,
        "Content-Type": "application/json",
        "User-Agent": "Statements/1.0",
    }
    body = f"[{','.join(each.body for each in deliveries)}]"
    return Asked(f"{endpoint.url.rstrip('/')}/statements", body.encode(), headers)


def _test(endpoint: WebhookEndpoint, message: UUID, at: datetime, by: Any) -> str:
    """The business itself, which looked at its own connection."""
    own = speaker(names_emails=False)
    statement = {
        "id": str(message),
        "actor": {"objectType": "Agent", "account": {"homePage": own.home, "name": "connection-test"}},
        "verb": {"id": VERBS["experienced"], "display": {"en": "experienced"}},
        "object": own.thing(f"tests/{message}", "http://adlnet.gov/expapi/activities/link", str(_("A test"))),
        "timestamp": at.astimezone(UTC).isoformat(),
    }
    return json.dumps(statement, ensure_ascii=False)


register_dialect(
    Dialect(
        name=SPEAKS,
        request=_request,
        test_type="statement.test",
        test=_test,
        types=VERBS,
        home="xapi_studio:store",
        title=_("Learning records"),
        off=_("Your learning record store is told nothing any more"),
        most=AT_ONCE,
        final=FINAL,
    )
)
