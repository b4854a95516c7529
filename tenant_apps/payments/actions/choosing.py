"""Choosing a gateway, and whose sales they are."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.tenancy.context import require_tenant
from shared_apps.integrations.ports.connecting import SETUPS, gateway_setup
from shared_apps.operations.audit import record
from tenant_apps.payments.gateways import our_gateway
from tenant_apps.payments.models import PaymentSettings


class NoSuchGateway(Refused):
    """Nobody built it."""

    message = _("There is no payment gateway of that name.")
    field = "gateway"


class MerchantNotPossible(Refused):
    """The gateway cannot sell in that way."""

    message = _("%(gateway)s cannot be used that way. Choose who is the merchant again.")
    field = "merchant"


@transaction.atomic
def choose_gateway(*, gateway: str, merchant: str, by: str) -> PaymentSettings:
    """Take payments through a connected gateway from now on. Raises NoSuchGateway, MerchantNotPossible, NotConnected.

    Payments that began elsewhere end there.
    """
    if gateway not in SETUPS:
        raise NoSuchGateway
    setup = gateway_setup(gateway)
    if merchant not in setup.merchants:
        raise MerchantNotPossible(gateway=setup.title)
    chosen, _new = PaymentSettings.objects.select_for_update().get_or_create(name="default")
    before = {"gateway": chosen.gateway, "merchant": chosen.merchant}
    chosen.gateway, chosen.merchant = gateway, merchant
    chosen.save(update_fields=["gateway", "merchant"])
    our_gateway()
    after = {"gateway": gateway, "merchant": merchant}
    if after != before:
        record(
            by=by,
            action="payments.choose_gateway",
            target=require_tenant().slug,
            tenant_id=require_tenant().id,
            data={"from": before, "to": after},
        )
    return chosen
