"""Getting approved payouts on their way: asked of a way that sends by itself, or gathered into a file for the bank."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.tenancy.context import require_tenant
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import Access, Merchant
from shared_apps.integrations.ports.payouts import PayoutRequest, PayoutWay, payout_way
from shared_apps.settlements.platform import platform_keys
from shared_apps.settlements.queries import live_batches
from tenant_apps.ledger.actions.payouts import mark_paid, request_payout
from tenant_apps.ledger.actions.taking_back import return_payout
from tenant_apps.ledger.merchant import platform_collects
from tenant_apps.ledger.models import Payout, PayoutAccount, PayoutBatch, PayoutMethod, Schedule
from tenant_apps.ledger.queries.terms import current_terms
from tenant_apps.ledger.queries.wallets import wallet_of

_SCHEDULED = UUID("6f1f3f6e-31c8-4a0e-9d0b-5a6f0c1b7d11")


class NothingToPay(Refused):
    """No approved payout waits for a file."""

    message = _("No approved payout in %(currency)s waits for a transfer by hand.")


def send_payout(*, payout: Payout, by: str) -> Payout:
    """Ask the account's way to send an approved payout. Safe to repeat: its key is the payout's own.

    Only a way that says for certain that nothing was sent lets the money go back into the wallet.
    """
    try:
        payout, way = _begin(payout)
        if way is None:
            return payout
        result = way.send(_request_of(payout))
    except ProviderError as error:
        return _refused(payout, error, by) if error.certain else payout
    return mark_paid(payout=payout, by=by, reference=result.reference) if result.paid else payout


@transaction.atomic
def _begin(payout: Payout) -> tuple[Payout, PayoutWay | None]:
    """Write down that the way is asked from now on; no way when there is nothing to ask."""
    payout = Payout.objects.select_for_update(of=("self",)).select_related("account").get(pk=payout.pk)
    if payout.approved_at is None or payout.paid_at or payout.returned_at:
        return payout, None
    way = _way_of(payout)
    if payout.sent_at is None:
        payout.sent_at = clock.now()
        payout.save(update_fields=["sent_at"])
    return payout, way


def _request_of(payout: Payout) -> PayoutRequest:
    return PayoutRequest(
        money=payout.money,
        destination=payout.account.reference,
        idempotency_key=str(payout.key),
        description=f"{require_tenant().name} {payout.code}",
        attempt=f"{payout.sent_at:%Y%m%dT%H%M%S%f}",
    )


@transaction.atomic
def _refused(payout: Payout, error: ProviderError, by: str) -> Payout:
    """Nothing was sent: it may be asked for as something new, or is returned. A later attempt of another stays."""
    held = Payout.objects.select_for_update().get(pk=payout.pk)
    if held.sent_at != payout.sent_at or held.paid_at or held.returned_at:
        return held
    held.sent_at = None
    held.save(update_fields=["sent_at"])
    return return_payout(payout=held, reason=error.message, by=by) if error.permanent else held


def _way_of(payout: Payout) -> PayoutWay:
    name, tenant = payout.account.method, require_tenant()
    if name == PayoutMethod.MANUAL:
        return payout_way(name, account=str(tenant.id))
    if not platform_collects() or tenant.safe_mode:
        message = _now("The platform sends on only what it collected.")
        raise ProviderError(message, permanent=True, certain=payout.sent_at is None)
    access = Access(platform=platform_keys(name), merchant=Merchant.PLATFORM)
    return payout_way(name, account=str(tenant.id), access=access)


@transaction.atomic
def make_batch(*, currency: str, by: str) -> PayoutBatch:
    """Gather what is approved and to be paid by hand into one file; raises NothingToPay."""
    waiting = Payout.objects.approved().filter(
        batch__isnull=True, currency=currency, account__method=PayoutMethod.MANUAL
    )
    held = list(waiting.select_for_update(of=("self",)).order_by("pk"))
    elsewhere = live_batches([payout.key for payout in held])
    chosen = [payout for payout in held if payout.key not in elsewhere]
    if not chosen:
        raise NothingToPay(currency=currency)
    batch = PayoutBatch.objects.create(currency=currency, made_by=by)
    Payout.objects.filter(pk__in=[payout.pk for payout in chosen]).update(batch=batch)
    return batch


def request_scheduled(*, now: datetime) -> int:
    """Ask for everybody's payout where the terms say it is the day; how many. Run twice in a day, it asks once."""
    terms = current_terms()
    today = now.date()
    due = (terms.schedule == Schedule.WEEKLY and today.weekday() == 0) or (
        terms.schedule == Schedule.MONTHLY and today.day == 1
    )
    if not due:
        return 0
    accounts = PayoutAccount.objects.filter(archived_at=None).select_related("person").order_by("pk")
    if not platform_collects():
        accounts = accounts.filter(person__isnull=False)
    return sum(_request_for(account, f"{today:%Y-%m-%d}") for account in accounts)


def _request_for(account: PayoutAccount, day: str) -> bool:
    key = uuid5(_SCHEDULED, f"{account.person_id} {account.currency} {day}")
    available = wallet_of(account.person, account.currency).available
    if available.amount <= 0 or Payout.objects.filter(request_key=key).exists():
        return False
    try:
        request_payout(person=account.person, money=available, request_key=key, by="schedule")
    except Refused:
        return False  # too little yet, or on hold
    return True


def send_waiting(*, now: datetime) -> int:
    """Ask once more for what a way that sends by itself never answered, was never asked for, or had too little for."""
    before = now - timedelta(minutes=5)
    silent = Payout.objects.approved().exclude(account__method=PayoutMethod.MANUAL)
    silent = silent.filter(Q(sent_at__lt=before) | Q(sent_at=None, approved_at__lt=before))
    return sum(bool(send_payout(payout=payout, by="schedule").paid_at) for payout in silent)
