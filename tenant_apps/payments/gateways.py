"""The gateway a business has chosen, opened with its own keys."""

from __future__ import annotations

from contextlib import suppress

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.sealed import unseal
from marque.kit.tenancy.context import require_tenant
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import Access, Merchant, PaymentGateway, payment_gateway
from tenant_apps.payments.models import GatewayConnection, MerchantModel, PaymentSettings

KEYS = "payments.keys"


class NotConnected(Refused):
    """The business chose a gateway and has no account there yet."""

    message = _("Payments are not set up here yet. Nothing was charged. Please come back soon.")


def payment_settings() -> PaymentSettings:
    """What the business chose; a business that chose nothing practises."""
    return PaymentSettings.objects.first() or PaymentSettings()


def open_gateways() -> list[PaymentGateway]:
    """Every gateway a buyer may pick, the chosen one first. Raises NotConnected when there is none.

    One that was disconnected behind our back is left out.
    """
    chosen = our_gateway()
    if require_tenant().safe_mode:
        return [chosen]
    found = [chosen]
    for name in payment_settings().also:
        if name == chosen.name:
            continue
        with suppress(NotConnected, ProviderError):
            found.append(our_gateway(name))
    return found


def keeping_gateway() -> PaymentGateway:
    """The first open gateway that keeps cards to charge again; the chosen one where none does. Raises NotConnected."""
    found = open_gateways()
    return next((gateway for gateway in found if gateway.capabilities.saves_methods), found[0])


def our_gateway(name: str = "") -> PaymentGateway:
    """The gateway with this business's account on it, the chosen one unless named; raises NotConnected."""
    tenant, chosen = require_tenant(), payment_settings()
    if not name and chosen.pk is None and not settings.PRACTICE and not tenant.safe_mode:
        # where real people buy, nobody gets in with a test card before the owner has said so
        raise NotConnected
    name = name or chosen.gateway
    # a copy plays with money, also with payments that began at a real gateway
    if tenant.safe_mode or name == "sandbox":
        return payment_gateway("sandbox", account=str(tenant.id))
    connection = GatewayConnection.objects.filter(gateway=name).first()
    if connection is None and chosen.merchant != MerchantModel.PLATFORM:
        raise NotConnected
    return payment_gateway(name, account=connection.account if connection else "", access=_access(chosen, connection))


def _access(chosen: PaymentSettings, connection: GatewayConnection | None) -> Access:
    # whoever collects for the business does it with keys of their own
    if connection is None or chosen.merchant == MerchantModel.PLATFORM:
        return Access(merchant=Merchant(chosen.merchant))
    keys = unseal(KEYS, connection.sealed_keys) if connection.sealed_keys else {}
    return Access(keys=keys, merchant=Merchant.CREATOR, live=connection.live_since is not None)


def known_keys(name: str) -> dict[str, str]:
    """What its owner typed for a gateway; nothing when it is not connected. For the gateway, and what is no secret."""
    connection = GatewayConnection.objects.filter(gateway=name).first()
    return unseal(KEYS, connection.sealed_keys) if connection and connection.sealed_keys else {}
