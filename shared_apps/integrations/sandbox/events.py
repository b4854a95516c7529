"""The sandbox's webhooks as they are written: kept first, sent by a task after the commit."""

import json
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from marque.kit import clock
from shared_apps.integrations.ports.payments import FactKind
from shared_apps.integrations.sandbox import tokens
from shared_apps.practice.models import PracticeEvent, PracticePayment
from shared_apps.practice.tasks import send_event


def announce_payment(
    kind: FactKind,
    payment: PracticePayment,
    *,
    subject: str = "",
    reason: str = "",
    amount: int | None = None,
    due_at: datetime | None = None,
    occurred_at: datetime | None = None,
    fee: int | None = None,
) -> PracticeEvent:
    """Say something about a payment; `fee` where it is another than the payment's."""
    facts = {
        "reference": payment.reference,
        "amount": payment.amount if amount is None else amount,
        "currency": payment.currency,
        "subject": subject,
        "reason": reason,
        "due_at": int(due_at.timestamp()) if due_at else None,
        "fee": payment.fee if kind in (FactKind.PAYMENT_SUCCEEDED, FactKind.PAYMENT_FEE_KNOWN) else fee,
    }
    return announce(payment.account, kind, facts, occurred_at=occurred_at)


def announce(
    account: str, kind: FactKind, facts: dict[str, Any], *, occurred_at: datetime | None = None
) -> PracticeEvent:
    """Write an event down and have it sent."""
    event_id = tokens.random("sbx_evt")
    happened = int((occurred_at or clock.now()).timestamp())
    body = json.dumps({"id": event_id, "kind": kind, "occurred_at": happened, **facts})
    event = PracticeEvent.objects.create(
        account=account, event_id=event_id, kind=kind, reference=facts["reference"], body=body
    )
    transaction.on_commit(partial(send_event.delay, event_id=event_id), using="control")
    return event
