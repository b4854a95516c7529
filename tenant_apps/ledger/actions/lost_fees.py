"""A lost dispute takes the sale back, so the platform gives its fee back too: gateways do not do it by themselves."""

from __future__ import annotations

from marque.kit.errors import Refused
from marque.kit.money import Money
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.fees import fee_keeper
from shared_apps.integrations.ports.payments import Merchant
from tenant_apps.ledger.actions.platform_fees import give_fee_back
from tenant_apps.ledger.models import AccountKind, LedgerTransaction, Posting
from tenant_apps.orders.models import Dispute
from tenant_apps.payments.gateways import access_to

AT_ONCE = 100


def return_lost_fees() -> int:
    """Ask for the fees of lost disputes, and post those that came; how many. Each is asked for with its own key."""
    kept = Dispute.objects.filter(
        lost_at__isnull=False, payment__platform_fee_at_source=True, payment__merchant=Merchant.CREATOR
    )
    done = 0
    for dispute in kept.select_related("order", "payment").order_by("-pk")[:AT_ONCE]:
        done += _return(dispute)
    return done


def _return(dispute: Dispute) -> bool:
    owed = _owed(dispute)
    if not owed:
        return False
    payment = dispute.payment
    try:
        account, access = access_to(payment.gateway)
        keeper = fee_keeper(payment.gateway, account=account, access=access)
        keeper.give_back(
            reference=payment.reference,
            money=Money(owed, payment.currency),
            idempotency_key=f"fee-of-dispute-{dispute.key}",
        )
    except (ProviderError, Refused):
        return False  # asked again; what never comes stays in the book as what the platform owes
    give_fee_back(order=dispute.order, source=f"dispute:{dispute.key}", amount=owed)
    return True


def _owed(dispute: Dispute) -> int:
    """What the lost dispute took from the platform's fee and has not come yet."""
    if LedgerTransaction.objects.filter(source=f"platform-fee-back:dispute:{dispute.key}").exists():
        return 0
    lost = LedgerTransaction.objects.filter(source=f"dispute-lost:{dispute.key}", kind=Posting.DISPUTE_LOST).first()
    entries = lost.entries.filter(account__kind=AccountKind.PLATFORM_FEE) if lost else []
    return sum(entry.amount for entry in entries)
