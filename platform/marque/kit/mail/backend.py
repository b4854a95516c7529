"""Django's email backend: whatever a library sends goes through the tenant's outbox."""

from collections.abc import Sequence
from typing import Any

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from marque.kit import clock
from marque.kit.mail import attachments as files
from marque.kit.mail.models import SentEmail
from marque.kit.mail.outbox import hand_over
from marque.kit.mail.sender import leaves, sender_of
from marque.kit.tenancy.context import require_tenant


class OutboxBackend(BaseEmailBackend):
    """Stores each message in the current tenant and hands it to SMTP after the commit, where a server is set."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Store the messages; the From of a library gives way to the tenant's."""
        for message in email_messages:
            # who is copied blindly gets a message alone
            for to in filter(None, ([*message.to, *message.cc], *([address] for address in message.bcc))):
                store_message(message, to)
        return len(email_messages)


@transaction.atomic
def store_message(message: EmailMessage, to: list[str]) -> SentEmail:
    """Keep a Django message as the tenant's own. The header `X-Purpose` names what it is for."""
    now = clock.now()
    row = SentEmail.objects.create(
        to=to,
        sender=sender_of(require_tenant()),
        reply_to=", ".join(message.reply_to),
        subject=" ".join(str(message.subject).split())[:500],
        html=_html_of(message),
        text=str(message.body),
        purpose=message.extra_headers.get("X-Purpose", "sign-in"),
        queued_at=now,
        kept_at=None if leaves(require_tenant()) else now,
    )
    row.attachments = files.store(row, [_attachment(item) for item in message.attachments])
    row.save(update_fields=["attachments"])
    hand_over(row)
    return row


def _html_of(message: EmailMessage) -> str:
    if not isinstance(message, EmailMultiAlternatives):
        return ""
    return next((str(content) for content, kind in message.alternatives if kind == "text/html"), "")


def _attachment(item: Any) -> files.Attachment:
    name, content, content_type = item
    data = content.encode() if isinstance(content, str) else content
    return name or "attachment", data, content_type or "application/octet-stream"
