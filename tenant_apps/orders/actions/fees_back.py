"""What came back of the platform's fee with a refund that a webhook tells of. Webhooks leave it out."""

from __future__ import annotations

from marque.kit.errors import Refused
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.fees import fee_keeper
from shared_apps.integrations.ports.payments import FactKind, Merchant
from tenant_apps.orders.models import GatewayEvent, Payment
from tenant_apps.payments.gateways import access_to


def ask_fee_back(event: GatewayEvent) -> int | None:
    """Ask the gateway, before a refund it tells of is settled; None where there is nothing to ask, or nobody.

    Raises ProviderError while it does not answer: then it has to be asked again.
    """
    payment = _kept_from(event)
    if payment is None:
        return None
    try:
        account, access = access_to(payment.gateway)
        keeper = fee_keeper(payment.gateway, account=account, access=access)
        return keeper.given_back(refund=event.subject, currency=payment.currency)
    except Refused:
        return None  # disconnected meanwhile: nobody can say it any more
    except ProviderError as error:
        if error.permanent and error.certain:
            return None
        raise


def _kept_from(event: GatewayEvent) -> Payment | None:
    """The payment whose fee a gateway kept for the platform, while this refund of it is new to us."""
    if event.kind != FactKind.REFUND_SETTLED or event.processed_at:
        return None
    kept = Payment.objects.filter(
        gateway=event.gateway,
        reference=event.reference,
        platform_fee_at_source=True,
        merchant=Merchant.CREATOR,
    )
    return kept.exclude(refunds__reference=event.subject).first()
