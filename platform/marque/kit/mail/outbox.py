"""From the stored message to the mail server: lease, send, record."""

import logging
import smtplib
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction

from marque.kit import clock
from marque.kit.backoff import wait_after
from marque.kit.mail import attachments
from marque.kit.mail.models import SentEmail
from marque.kit.tenancy.context import require_tenant
from marque.kit.tenancy.tasks import after_commit, send

logger = logging.getLogger(__name__)
MAX_ATTEMPTS = 10
_LEASE = timedelta(seconds=60)


def hand_over(message: SentEmail) -> None:
    """Ask a worker to send a stored message once its transaction is committed; a kept one stays."""
    if message.kept_at is None:
        after_commit(lambda: nudge([message.pk]))


def nudge(message_ids: list[int]) -> None:
    """Ask workers to send messages; the sweep finds what a lost nudge left."""
    # the tasks run this module
    from marque.kit.mail.tasks import send_message

    for pk in message_ids:
        if not send(send_message, message_id=pk):
            return


def deliver(message_id: int) -> bool:
    """Send one message if it is free. True when the server took it.

    A worker that dies between the server's answer and the record sends it again, under the same Message-ID.
    """
    message = _take(message_id)
    if message is None:
        return False
    try:
        _compose(message).send()
    except (smtplib.SMTPException, OSError) as error:
        _record_failure(message, error)
        return False
    SentEmail.objects.filter(pk=message.pk).update(sent_at=clock.now(), held_until=None, error="")
    return True


def _take(message_id: int) -> SentEmail | None:
    now = clock.now()
    with transaction.atomic():
        rows = SentEmail.objects.free(now).select_for_update(skip_locked=True)
        message: SentEmail | None = rows.filter(pk=message_id).first()
        if message is None:
            return None
        if require_tenant().safe_mode:
            # copied while it waited; whom it is for has it from the original
            message.kept_at = now
            message.save(update_fields=["kept_at"])
            return None
        message.attempts += 1
        message.held_until = message.next_at = now + _LEASE
        message.save(update_fields=["attempts", "held_until", "next_at"])
    return message


def _compose(message: SentEmail) -> EmailMultiAlternatives:
    domain = message.sender.rpartition("@")[2].rstrip(">")
    mail = EmailMultiAlternatives(
        message.subject,
        message.text,
        message.sender,
        message.to,
        reply_to=[message.reply_to] if message.reply_to else None,
        headers={**message.headers, "Message-ID": f"<{message.key}@{domain}>"},
        connection=get_connection(settings.MAIL_TRANSPORT),
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    for name, content, content_type in attachments.read(message):
        mail.attach(name, content, content_type)
    return mail


def _record_failure(message: SentEmail, error: Exception) -> None:
    now = clock.now()
    message.error = f"{type(error).__name__}: {error}"[:2000]
    message.held_until = message.next_at = now + wait_after(message.attempts, first=30)
    if _permanent(error) or message.attempts >= MAX_ATTEMPTS:
        message.failed_at = now
    message.save(update_fields=["error", "held_until", "next_at", "failed_at"])
    logger.warning("Message %s was not sent on attempt %d: %s", message.key, message.attempts, message.error)


def _permanent(error: Exception) -> bool:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _text in error.recipients.values())
    return isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPDataError) and error.smtp_code >= 500
