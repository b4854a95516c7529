"""Bringing a kept webhook to its business, and there to an action."""

import logging
from datetime import datetime
from uuid import UUID

from marque.kit import clock
from marque.kit.backoff import wait_after
from marque.kit.tenancy.context import enter
from marque.kit.tenancy.directory import tenant_by_id
from shared_apps.inbox.models import Notice
from shared_apps.inbox.receivers import Received, Receiver, receiver_of
from shared_apps.inbox.routing import Foreign, Unrouted, remember, tenant_of
from shared_apps.operations.audit import record

logger = logging.getLogger(__name__)


def handle_notice(*, notice: Notice, now: datetime) -> Notice:
    """Tell whoever receives this kind. What goes wrong is written down and tried again; twice does no harm."""
    if notice.processed_at or notice.refused_at:
        return notice
    receiver = receiver_of(notice.source, notice.kind)
    try:
        if receiver is not None:
            _tell(receiver, notice)
    except Unrouted as why:
        return _again(notice, str(why), now)
    except Foreign as why:
        return _refuse(notice, str(why), now)
    except Exception as error:  # noqa: BLE001 one bad webhook may not stop the others; operators see it
        logger.exception("The webhook %s could not be handled.", notice)
        return _again(notice, f"{type(error).__name__}, {notice.tries + 1} times", now)
    notice.processed_at, notice.problem = now, ""
    notice.save(update_fields=["processed_at", "problem", "tenant_id"])
    return notice


def replay_notice(*, notice: Notice, by: str) -> Notice:
    """Try it once more, whatever became of it. What was done before is not done twice."""
    notice.processed_at = notice.refused_at = None
    notice.tries, notice.problem = 0, ""
    notice.save(update_fields=["processed_at", "refused_at", "tries", "problem"])
    record(by=by, action="inbox.replay", target=str(notice)[:120], tenant_id=notice.tenant_id)
    return handle_notice(notice=notice, now=clock.now())


def _tell(receiver: Receiver, notice: Notice) -> None:
    received = Received(notice.source, notice.event_id, notice.kind, notice.account, notice.body.encode())
    if not receiver.in_tenant:
        receiver.handle(received)
        return
    tenant_id = tenant_of(notice)
    tenant = tenant_by_id(tenant_id)
    if tenant is None:
        raise Unrouted("The business is archived, deleted or in maintenance.")
    _note_tenant(notice, tenant_id)
    with enter(tenant):
        receiver.handle(received)


def _note_tenant(notice: Notice, tenant_id: UUID) -> None:
    notice.tenant_id = tenant_id
    if notice.reference and not notice.account:
        remember(source=notice.source, reference=notice.reference, tenant_id=tenant_id)


def _again(notice: Notice, problem: str, now: datetime) -> Notice:
    notice.tries = min(notice.tries + 1, 1_000)
    notice.problem, notice.next_at = problem[:300], now + wait_after(notice.tries)
    notice.save(update_fields=["tries", "problem", "next_at", "tenant_id"])
    return notice


def _refuse(notice: Notice, problem: str, now: datetime) -> Notice:
    notice.problem, notice.refused_at = problem[:300], now
    notice.save(update_fields=["problem", "refused_at"])
    logger.error("The webhook %s is refused: %s", notice, problem)
    return notice
