"""The card on file."""

from __future__ import annotations

import uuid

from django.db import transaction

from shared_apps.billing.actions.issuing import lock
from shared_apps.billing.errors import CardRefused, NoSubscription
from shared_apps.billing.models import Subscription
from shared_apps.billing.provider import our_provider
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.platform_billing import Card, CardRequest, Payer
from shared_apps.operations.audit import record
from shared_apps.tenants.models import Tenant


def keep_card(*, tenant: Tenant, method: str, by: str) -> Subscription:
    """Keep a card for what a tenant owes, in place of the one before; raises NoSubscription or CardRefused."""
    before = Subscription.objects.filter(tenant_id=tenant.id).first()
    if before is None:
        raise NoSubscription
    payer = Payer(tenant.id, tenant.name, tenant.owner_email)
    provider = our_provider()
    try:
        result = provider.keep_card(CardRequest(payer, method, f"card-{uuid.uuid4()}", before.card_customer))
    except ProviderError as error:
        raise CardRefused(error.message) from error
    if result.card is None:
        raise CardRefused(result.message or None)
    held = _write(tenant, result.card, by=by)
    if before.card is not None and before.card.token != result.card.token:
        _forget(before.card, tenant)
    return held


@transaction.atomic(using="control")
def _write(tenant: Tenant, card: Card, *, by: str) -> Subscription:
    held = lock(tenant.id)
    if held is None:
        raise NoSubscription
    held.card_customer, held.card_token, held.card_brand = card.customer, card.token, card.brand
    held.card_last4, held.card_expires = card.last4, card.expires
    held.save(update_fields=["card_customer", "card_token", "card_brand", "card_last4", "card_expires"])
    record(by=by, action="billing.card", target=tenant.slug, tenant_id=tenant.id, data={"card": str(card)})
    return held


def _forget(card: Card, tenant: Tenant) -> None:
    try:
        our_provider().forget_card(card, tenant_id=tenant.id)
    except ProviderError:
        return  # it is charged no more in any case
