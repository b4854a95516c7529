"""Choosing a gateway, and whose sales they are."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.tenancy.context import require_tenant
from shared_apps.integrations.ports.connecting import SETUPS, gateway_setup
from shared_apps.integrations.ports.onboarding import ONBOARDINGS
from shared_apps.integrations.ports.payments import Merchant
from shared_apps.operations.audit import record
from shared_apps.settlements.platform import has_platform_account, may_collect_for
from tenant_apps.payments.gateways import NotConnected, our_gateway
from tenant_apps.payments.models import GatewayConnection, MerchantModel, PaymentSettings

PRACTICE = "sandbox"


class NoSuchGateway(Refused):
    """Nobody built it."""

    message = _("There is no payment gateway of that name.")
    field = "gateway"


class MerchantNotPossible(Refused):
    """The gateway cannot sell in that way."""

    message = _("%(gateway)s cannot be used that way. Choose who is the merchant again.")
    field = "merchant"


class CollectingNotAllowed(Refused):
    """Operators have not said that the platform collects for this business."""

    message = _("The platform does not collect for you. Ask its operators, or be the merchant yourself.")
    field = "merchant"


class NotReady(Refused):
    """The account at the gateway may not take money yet."""

    message = _("Your account cannot take payments yet. Finish what %(gateway)s asks for first.")
    field = "gateway"


@transaction.atomic
def choose_gateway(*, gateway: str, merchant: str, by: str) -> PaymentSettings:
    """Take payments through a connected gateway from now on. Payments that began elsewhere end there.

    Raises NoSuchGateway, MerchantNotPossible, CollectingNotAllowed, NotReady, NotConnected.
    """
    if gateway not in SETUPS:
        raise NoSuchGateway
    setup = gateway_setup(gateway)
    if merchant not in setup.merchants:
        raise MerchantNotPossible(gateway=setup.title)
    _check_ready(gateway, merchant)
    chosen, _new = PaymentSettings.objects.select_for_update().get_or_create(name="default")
    before = {"gateway": chosen.gateway, "merchant": chosen.merchant}
    chosen.gateway, chosen.merchant = gateway, merchant
    # whoever collects for the business does so for every sale
    chosen.also = [] if merchant == Merchant.PLATFORM else [name for name in chosen.also if name != gateway]
    chosen.save(update_fields=["gateway", "merchant", "also"])
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


@transaction.atomic
def choose_page(*, hosted: bool, by: str) -> PaymentSettings:
    """Let buyers pay on the gateway's own page, where it has one, or on ours. Payments under way end as they began."""
    chosen, _new = PaymentSettings.objects.select_for_update().get_or_create(name="default")
    if chosen.hosted is not hosted:
        chosen.hosted = hosted
        chosen.save(update_fields=["hosted"])
        tenant = require_tenant()
        record(by=by, action="payments.page", target=tenant.slug, tenant_id=tenant.id, data={"hosted": hosted})
    return chosen


@transaction.atomic
def show_wallets(*, shown: bool, by: str) -> PaymentSettings:
    """Let the checkout show the buttons of wallets, where the gateway has them, or none. Twice changes nothing."""
    chosen, _new = PaymentSettings.objects.select_for_update().get_or_create(name="default")
    if chosen.wallets is not shown:
        chosen.wallets = shown
        chosen.save(update_fields=["wallets"])
        tenant = require_tenant()
        record(by=by, action="payments.wallets", target=tenant.slug, tenant_id=tenant.id, data={"shown": shown})
    return chosen


class CannotOffer(Refused):
    """It takes no real money, is the chosen one already, or the platform collects."""

    message = _("This gateway cannot be offered beside the one in use.")
    field = "gateway"


@transaction.atomic
def offer_gateway(*, gateway: str, by: str) -> PaymentSettings:
    """Let buyers pick a further, connected gateway. Doing it twice changes nothing.

    Raises NoSuchGateway, CannotOffer, NotReady, NotConnected.
    """
    if gateway not in SETUPS:
        raise NoSuchGateway
    chosen, _new = PaymentSettings.objects.select_for_update().get_or_create(name="default")
    creators = Merchant.CREATOR in gateway_setup(gateway).merchants and chosen.merchant == Merchant.CREATOR
    # practice beside real money would sell for nothing
    if gateway in ("sandbox", chosen.gateway) or not creators:
        raise CannotOffer
    _check_ready(gateway, MerchantModel.CREATOR)
    our_gateway(gateway)
    if gateway not in chosen.also:
        _set_also(chosen, [*chosen.also, gateway], by)
    return chosen


@transaction.atomic
def withdraw_gateway(*, gateway: str, by: str) -> PaymentSettings:
    """Let no new payment go through a further gateway; those that began end there. Not offering it is fine."""
    chosen, _new = PaymentSettings.objects.select_for_update().get_or_create(name="default")
    if gateway in chosen.also:
        _set_also(chosen, [name for name in chosen.also if name != gateway], by)
    return chosen


def _set_also(chosen: PaymentSettings, also: list[str], by: str) -> None:
    data = {"from": chosen.also, "to": also}
    chosen.also = also
    chosen.save(update_fields=["also"])
    tenant = require_tenant()
    record(by=by, action="payments.also", target=tenant.slug, tenant_id=tenant.id, data=data)


def may_collect(gateway: str) -> bool:
    """May the platform collect through this gateway? Play money may always be."""
    return gateway == PRACTICE or may_collect_for(require_tenant().id)


def _check_ready(gateway: str, merchant: str) -> None:
    if merchant == MerchantModel.PLATFORM:
        if not may_collect(gateway):
            raise CollectingNotAllowed
        if gateway in ONBOARDINGS and not has_platform_account(gateway):
            raise NotConnected
        return
    connection = GatewayConnection.objects.filter(gateway=gateway).first()
    if connection is not None and connection.through_platform and not connection.charges_enabled:
        raise NotReady(gateway=gateway_setup(gateway).title)
