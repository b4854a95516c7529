"""Being paid through a gateway: an account there, opened through the platform, that payouts are sent to."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from marque.kit import clock
from marque.kit.tenancy.context import require_tenant
from shared_apps.inbox.actions import hold_account
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.onboarding import Role
from tenant_apps.ledger.actions.payout_accounts import save_payout_account
from tenant_apps.ledger.models import PayoutAccount, PayoutMethod
from tenant_apps.payments.actions import NoOnboarding, NotAnswering
from tenant_apps.payments.actions.onboarding import onboarding_at
from tenant_apps.payments.models import GatewayConnection
from tenant_apps.people.models import Person

STRIPE = PayoutMethod.STRIPE.value


def open_payout_account(*, person: Person, currency: str, by: Any = None) -> PayoutAccount:
    """Open somebody's account, once; raises NoOnboarding and NotAnswering."""
    known = PayoutAccount.objects.filter(person=person, method=STRIPE).exclude(reference="").first()
    if known is not None:
        return _use(person, currency, known.reference, by)
    at, tenant = onboarding_at(STRIPE), require_tenant()
    try:
        reference = at.open_account(
            role=Role.RECIPIENT,
            email=person.email,
            metadata={"tenant": str(tenant.id), "person": str(person.key)},
            idempotency_key=f"recipient-{tenant.id}-{person.key}",
        )
    except ProviderError as error:
        raise NotAnswering(error.message) from error
    hold_account(source=STRIPE, account=reference, tenant_id=tenant.id)
    return _use(person, currency, reference, by)


def use_own_account(*, currency: str, by: Any = None) -> PayoutAccount:
    """Send the business's own payouts to the account it opened for its payments; raises NoOnboarding."""
    connection = GatewayConnection.objects.filter(gateway=STRIPE, sealed_keys="").first()
    if connection is None:
        raise NoOnboarding
    account = save_payout_account(
        person=None,
        currency=currency,
        holder=connection.account_name or require_tenant().name,
        method=STRIPE,
        reference=connection.account,
        by=by,
    )
    return _stand(account, ready=bool(connection.transfers_enabled), due=connection.due)


def payout_account_link(*, account: PayoutAccount, back_url: str, again_url: str) -> str:
    """An address that works once, to the gateway's questions; raises NoOnboarding, NotAnswering."""
    try:
        return onboarding_at(STRIPE).link(account=account.reference, back_url=back_url, again_url=again_url)
    except ProviderError as error:
        raise NotAnswering(error.message) from error


def look_at_accounts(*, reference: str) -> int:
    """Ask how an account at the gateway stands; how many payout accounts of ours lead there."""
    accounts = list(PayoutAccount.objects.filter(method=STRIPE, reference=reference, archived_at=None))
    if not accounts:
        return 0
    try:
        standing = onboarding_at(STRIPE).standing(account=reference)
    except (ProviderError, NoOnboarding):
        return 0
    for account in accounts:
        _stand(account, ready=standing.transfers, due=list(standing.due))
    return len(accounts)


def _use(person: Person, currency: str, reference: str, by: Any) -> PayoutAccount:
    values = {"holder": person.name or person.email, "method": STRIPE, "reference": reference}
    account = save_payout_account(person=person, currency=currency, by=by, **values)
    look_at_accounts(reference=reference)
    account.refresh_from_db()
    return account


@transaction.atomic
def _stand(account: PayoutAccount, *, ready: bool, due: list[str]) -> PayoutAccount:
    account = PayoutAccount.objects.select_for_update().get(pk=account.pk)
    account.ready_at = (account.ready_at or clock.now()) if ready else None
    account.due = due
    account.save(update_fields=["ready_at", "due"])
    return account
