"""What other programs may reach, and what they are told."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from tenant_apps.api import actions as api
from tenant_apps.webhooks import actions as webhooks
from tenant_apps.xapi import actions as xapi


def add_programs(rows: Any) -> None:
    """A token, webhooks and a store of learning records."""
    until = timezone.now() + timedelta(days=1)
    rows.token, _text = api.create_token(
        by=rows.owner, name=f"{rows.mark} books", scopes=["orders:read"], expires_at=until
    )
    url = f"https://{rows.mark.lower()}.example/hooks"
    rows.endpoint, _secret = webhooks.add_endpoint(url=url, types=["offer.archived"], by=rows.owner)
    rows.webhook = rows.endpoint.deliveries.create(
        message=uuid4(), type="offer.archived", body=f'{{"mark": "{rows.mark}"}}', happened_at=timezone.now()
    )
    webhooks.switch_off(endpoint=rows.endpoint, by=rows.owner)
    rows.store = xapi.save_store(url=f"{url}/xapi", username=f"{rows.mark} key", password=rows.mark, by=rows.owner)
    webhooks.switch_off(endpoint=rows.store.endpoint, by=rows.owner)
