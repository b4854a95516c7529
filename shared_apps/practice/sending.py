"""Sending the sandbox's webhooks: signed, over HTTP, to the business's own address."""

from urllib.parse import urlsplit

import httpx

from marque.kit import clock
from marque.kit.http import tenant_url
from shared_apps.integrations.resilience import CONNECT_SECONDS, READ_SECONDS
from shared_apps.integrations.sandbox import tokens, webhooks
from shared_apps.practice.models import PracticeEvent

ADDRESS = "/webhooks/sandbox/"


def send(event: PracticeEvent) -> PracticeEvent:
    """Post an event once and write the answer down; 0 when nobody answered. Sending again is what a gateway does."""
    now = clock.now()
    body = event.body.encode()
    signature = webhooks.sign(body, secret=tokens.webhook_secret(event.account), at=now)
    address, host = _reachable(tenant_url(ADDRESS))
    headers = {webhooks.HEADER: signature, "Content-Type": "application/json", "Host": host}
    patience = httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS)
    try:
        answer = httpx.post(address, content=body, headers=headers, timeout=patience).status_code
    except httpx.HTTPError:
        answer = 0
    event.times_sent, event.sent_at, event.answer = event.times_sent + 1, now, answer
    event.save(update_fields=["times_sent", "sent_at", "answer"])
    return event


def _reachable(url: str) -> tuple[str, str]:
    """Where to connect, and the Host to ask for. Names below localhost are this machine (RFC 6761), DNS or not."""
    parts = urlsplit(url)
    if not (parts.hostname or "").endswith(".localhost"):
        return url, parts.netloc
    return parts._replace(netloc=f"127.0.0.1:{parts.port or 80}").geturl(), parts.netloc
