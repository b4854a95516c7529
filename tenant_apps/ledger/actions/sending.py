"""Getting approved payouts on their way: asked of a way that sends by itself, or gathered into a file for the bank."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.tenancy.context import require_tenant
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import Access, Merchant
from shared_apps.integrations.ports.payouts import PayoutRequest, PayoutWay, payout_way
from shared_apps.settlements.platform import platform_keys
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
    """Ask the account's way to send an approved payout. Safe to repeat: its key is the payout's own."""
    if payout.approved_at is None or payout.paid_at or payout.returned_at:
        return payout
    Payout.objects.filter(pk=payout.pk, sent_at=None).update(sent_at=clock.now())
    request = PayoutRequest(
        money=payout.money,
        destination=payout.account.reference,
        idempotency_key=str(payout.key),
        description=f"{require_tenant().name} {payout.code}",
    )
    try:
        result = _way_of(payout).send(request)
    except ProviderError as error:
        if error.permanent:
            return return_payout(payout=payout, reason=error.message, by=by)
        return payout
    return mark_paid(payout=payout, by=by, reference=result.reference) if result.paid else payout


def _way_of(payout: Payout) -> PayoutWay:
    name, tenant = payout.account.method, require_tenant()
    if name == PayoutMethod.MANUAL:
        return payout_way(name, account=str(tenant.id))
    if not platform_collects() or tenant.safe_mode:
        raise ProviderError(_now("The platform sends on only what it collected."), permanent=True)
    access = Access(platform=platform_keys(name), merchant=Merchant.PLATFORM)
    return payout_way(name, account=str(tenant.id), access=access)


@transaction.atomic
def make_batch(*, currency: str, by: str) -> PayoutBatch:
    """Gather what is approved and to be paid by hand into one file; raises NothingToPay."""
    waiting = Payout.objects.approved().filter(
        batch__isnull=True, currency=currency, account__method=PayoutMethod.MANUAL
    )
    chosen = list(waiting.select_for_update(of=("self",)).order_by("pk"))
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
    """Ask once more for what a way that sends by itself never answered."""
    silent = Payout.objects.approved().exclude(account__method=PayoutMethod.MANUAL)
    silent = silent.filter(sent_at__lt=now - timedelta(minutes=5)).select_related("account")
    return sum(bool(send_payout(payout=payout, by="schedule").paid_at) for payout in silent)
