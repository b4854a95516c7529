"""What owners are told of their endpoints."""

from __future__ import annotations

from marque.kit.http import tenant_url
from marque.kit.mail.send import send_email
from marque.kit.tenancy.addresses import path_to
from tenant_apps.accounts.models import Role, User
from tenant_apps.webhooks.dialects import dialect_of
from tenant_apps.webhooks.models import WebhookEndpoint


def write_that_it_is_off(endpoint: WebhookEndpoint) -> None:
    """An endpoint was given up: each owner hears of it once."""
    link = tenant_url(path_to("webhooks_studio:endpoint", endpoint.key))
    for owner in User.objects.filter(roles__role=Role.OWNER, is_active=True):
        send_email(
            to=owner.email,
            subject=str(dialect_of(endpoint).off),
            template="webhooks/mail/off",
            context={"endpoint": endpoint, "reason": endpoint.get_disabled_because_display(), "link": link},
            purpose="webhooks",
            once_key=f"webhook-off:{endpoint.key}:{endpoint.disabled_at:%Y%m%d%H%M%S}:{owner.key}",
        )
