"""Sending email: the message is stored with its cause, and leaves after the commit."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise

from marque.kit import clock
from marque.kit.mail import attachments as files
from marque.kit.mail.models import SentEmail
from marque.kit.mail.outbox import hand_over
from marque.kit.mail.sender import leaves, sender_of
from marque.kit.tenancy.context import require_tenant


@transaction.atomic
def send_email(
    *,
    to: str | Iterable[str],
    subject: str | Promise,
    template: str,
    context: Mapping[str, Any] | None = None,
    purpose: str,
    attachments: Iterable[files.Attachment] = (),
    once_key: str | None = None,
    language: str | None = None,
    reply_to: str = "",
    headers: Mapping[str, str] | None = None,
) -> SentEmail:
    """Store a message made from `<template>.html` and `.txt`; it is sent after the commit. `once_key` makes it once."""
    tenant = require_tenant()
    known = SentEmail.objects.filter(once_key=once_key).first() if once_key else None
    if known:
        return known
    now = clock.now()
    with translation.override(language or translation.get_language()):
        values = {**(context or {}), "tenant": tenant}
        fields = {
            "to": [to] if isinstance(to, str) else list(to),
            "sender": sender_of(tenant),
            "reply_to": reply_to,
            "subject": " ".join(str(subject).split())[:500],
            "html": render_to_string(f"{template}.html", values),
            "text": render_to_string(f"{template}.txt", values).strip() + "\n",
            "headers": dict(headers or {}),
            "purpose": purpose,
            "queued_at": now,
            "kept_at": None if leaves(tenant) else now,
        }
    if once_key is None:
        message, fresh = SentEmail.objects.create(**fields), True
    else:
        message, fresh = SentEmail.objects.get_or_create(once_key=once_key, defaults=fields)
    if fresh:
        message.attachments = files.store(message, attachments)
        message.save(update_fields=["attachments"])
        hand_over(message)
    return message
