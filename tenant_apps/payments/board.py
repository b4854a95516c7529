"""What the Studio's page shows of each gateway: one card, without asking the gateway."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from marque.kit.tenancy.context import require_tenant
from shared_apps.integrations.ports.connecting import SETUPS, GatewaySetup, gateway_setup
from tenant_apps.payments.actions.choosing import may_collect
from tenant_apps.payments.actions.onboarding import opens_accounts
from tenant_apps.payments.gateways import payment_settings
from tenant_apps.payments.models import GatewayConnection, MerchantModel, PaymentSettings, WalletDomain
from tenant_apps.payments.ways import wallet_words

# state → label, tone
STATES: dict[str, tuple[Any, str]] = {
    "used": (_("In use"), "good"),
    "test": (_("In use, test mode"), "warn"),
    "practice": (_("In use, practice"), "warn"),
    "also": (_("Offered, too"), "good"),
    "unconnected": (_("In use, not connected"), "bad"),
    "trouble": (_("Needs attention"), "bad"),
    "connected": (_("Connected"), ""),
    "unfinished": (_("Not finished"), "warn"),
    "free": (_("Not connected"), ""),
    "ready": (_("Ready"), ""),
}


@dataclass(frozen=True)
class Card:
    """One gateway as its owner sees it."""

    setup: GatewaySetup
    connection: GatewayConnection | None
    state: str
    used: bool
    merchants: list[tuple[str, str]]
    opens_accounts: bool = False
    also: bool = False
    may_also: bool = False
    wallets: str = ""
    domains: tuple[WalletDomain, ...] = ()

    @property
    def label(self) -> Any:
        """The state in words."""
        return STATES[self.state][0]

    @property
    def tone(self) -> str:
        """How it looks."""
        return STATES[self.state][1]

    @property
    def usable(self) -> bool:
        """May it be chosen?"""
        if self.connection is None:
            return not self.setup.fields or any(value == MerchantModel.PLATFORM for value, _label in self.merchants)
        return not self.connection.through_platform or bool(self.connection.charges_enabled) or self.used


def board() -> list[Card]:
    """Every gateway, the used one first."""
    chosen = payment_settings()
    connections = {row.gateway: row for row in GatewayConnection.objects.all()}
    domains = list(WalletDomain.objects.filter(gone_at=None).order_by("domain"))
    cards = [
        _card(gateway_setup(name), connections.get(name), chosen, [row for row in domains if row.gateway == name])
        for name in SETUPS
    ]
    return sorted(cards, key=lambda card: (not card.used, not card.also))


def practice_allowed() -> bool:
    """Is this a place where payments are play: a demo, a test, a copy in safe mode?"""
    return settings.PRACTICE or require_tenant().safe_mode


def _card(
    setup: GatewaySetup, connection: GatewayConnection | None, chosen: PaymentSettings, domains: list[WalletDomain]
) -> Card:
    used = chosen.gateway == setup.name
    labels = dict(MerchantModel.choices)
    possible = [each for each in sorted(setup.merchants) if _possible(each, setup, connection)]
    also = setup.name in chosen.also and not used
    state = _state(setup, connection, chosen if used else None)
    beside = _is_ready(connection) and not used and chosen.merchant == MerchantModel.CREATOR
    return Card(
        setup,
        connection,
        "also" if also and state == "connected" else state,
        used,
        [(merchant.value, str(labels[merchant.value])) for merchant in possible],
        opens_accounts(setup.name),
        also,
        beside and not also,
        wallet_words(setup.name) if used or also else "",
        tuple(domains),
    )


def _is_ready(connection: GatewayConnection | None) -> bool:
    return connection is not None and (not connection.through_platform or bool(connection.charges_enabled))


def _possible(merchant: str, setup: GatewaySetup, connection: GatewayConnection | None) -> bool:
    if merchant == MerchantModel.PLATFORM:
        return may_collect(setup.name)
    return connection is not None or not setup.fields


def _state(setup: GatewaySetup, connection: GatewayConnection | None, used: PaymentSettings | None) -> str:
    if connection is not None and connection.problem:
        return "trouble"
    if connection is not None and connection.through_platform and not connection.charges_enabled:
        return "unfinished"
    if used is None:
        return "connected" if connection else "free" if setup.fields else "ready"
    if setup.name == "sandbox":
        return "practice"
    if connection is None:
        return "used" if used.merchant == MerchantModel.PLATFORM or not setup.fields else "unconnected"
    return "used" if connection.live_since or not setup.fields else "test"
