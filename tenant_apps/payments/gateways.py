"""The gateway a business has chosen, opened with its own keys."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.reading import read_once
from marque.kit.sealed import unseal
from marque.kit.tenancy.context import require_tenant
from shared_apps.integrations.ports.connecting import SETUPS, gateway_setup
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import Access, Merchant, PaymentGateway, payment_gateway
from shared_apps.settlements.platform import platform_keys
from tenant_apps.payments.models import GatewayConnection, MerchantModel, PaymentSettings

KEYS = "payments.keys"


class NotConnected(Refused):
    """The business chose a gateway and has no account there yet."""

    message = _("Payments are not set up here yet. Nothing was charged. Please come back soon.")


@read_once
def payment_settings() -> PaymentSettings:
    """What the business chose; a business that chose nothing practises."""
    return PaymentSettings.objects.first() or PaymentSettings()


def open_gateways() -> list[PaymentGateway]:
    """Every gateway a buyer may pick, the chosen one first. Raises NotConnected when there is none.

    One that was disconnected behind our back is left out.
    """
    chosen = payment_settings()
    first = our_gateway(chosen=chosen)
    if require_tenant().safe_mode:
        return [first]
    found = [first]
    for name in chosen.also:
        if name == first.name:
            continue
        with suppress(NotConnected, ProviderError):
            found.append(our_gateway(name, chosen=chosen))
    return found


def keeping_gateway() -> PaymentGateway:
    """The first open gateway that keeps cards to charge again; the chosen one where none does. Raises NotConnected."""
    found = open_gateways()
    return next((gateway for gateway in found if gateway.capabilities.saves_methods), found[0])


def our_gateway(name: str = "", *, merchant: str = "", chosen: PaymentSettings | None = None) -> PaymentGateway:
    """The gateway with this business's account on it, the chosen one unless named; raises NotConnected.

    `merchant` opens it for a payment of before: what the platform collected then is its to give back.
    `chosen` are the settings, where they were read a moment ago.
    """
    tenant, chosen = require_tenant(), chosen or payment_settings()
    if not name and chosen.pk is None and not settings.PRACTICE and not tenant.safe_mode:
        # where real people buy, nobody gets in with a test card before the owner has said so
        raise NotConnected
    name = name or chosen.gateway
    # a copy plays with money, also with payments that began at a real gateway
    if tenant.safe_mode or name == "sandbox":
        return payment_gateway("sandbox", account=str(tenant.id), access=Access(wallets=chosen.wallets))
    account, access = access_of(name, merchant=merchant or chosen.merchant, chosen=chosen)
    return payment_gateway(name, account=account, access=access)


def access_of(name: str, *, merchant: str = "", chosen: PaymentSettings | None = None) -> tuple[str, Access]:
    """Whoever sells, the business or the platform for it: their account at a gateway; raises NotConnected."""
    chosen = chosen or payment_settings()
    # a gateway through which nobody collects goes on with the business's own account, for payments of before
    collects = name not in SETUPS or Merchant.PLATFORM in gateway_setup(name).merchants
    if collects and (merchant or chosen.merchant) == MerchantModel.PLATFORM:
        # whoever collects for the business does it with keys of their own
        access = Access(platform=platform_keys(name), merchant=Merchant.PLATFORM)
        return "", replace(access, hosted=chosen.hosted, wallets=chosen.wallets)
    return access_to(name, chosen=chosen)


def access_to(name: str, *, chosen: PaymentSettings | None = None) -> tuple[str, Access]:
    """The business's own account at a gateway, and how it gets in there; raises NotConnected."""
    connection = GatewayConnection.objects.filter(gateway=name).first()
    if connection is None:
        raise NotConnected
    return connection.account, _access(connection, chosen or payment_settings())


def _access(connection: GatewayConnection, chosen: PaymentSettings) -> Access:
    keys = unseal(KEYS, connection.sealed_keys) if connection.sealed_keys else {}
    platform = {} if keys else platform_keys(connection.gateway)
    live = connection.live_since is not None
    return Access(keys=keys, platform=platform, live=live, hosted=chosen.hosted, wallets=chosen.wallets)


def known_keys(name: str) -> dict[str, str]:
    """What its owner typed for a gateway; nothing when it is not connected. For the gateway, and what is no secret."""
    connection = GatewayConnection.objects.filter(gateway=name).first()
    return unseal(KEYS, connection.sealed_keys) if connection and connection.sealed_keys else {}
