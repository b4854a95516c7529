"""The ways to pay that a buyer may pick: one for each gateway that can take this money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from marque.kit.money import Money
from shared_apps.integrations.ports.payments import GATEWAYS, Flow, Method, PaymentGateway, Wallet
from shared_apps.integrations.ports.wallets import wallet_form
from tenant_apps.payments.gateways import NotConnected, open_gateways

_WORDS = {
    Method.CARD: _("Card"),
    Method.SEPA: _("Bank debit"),
    Method.UPI: _("UPI"),
    Method.NETBANKING: _("Netbanking"),
    Method.INSTALMENTS: _("Instalments"),
    Method.PAYPAL: _("PayPal"),
    Method.TRANSFER: _("Bank transfer"),
    Method.CASH: _("Cash"),
    Method.INVOICE: _("Invoice"),
}


_WALLETS = {
    Wallet.APPLE_PAY: _("Apple Pay"),
    Wallet.GOOGLE_PAY: _("Google Pay"),
    Wallet.LINK: _("Link"),
    Wallet.PAYPAL: _("PayPal"),
    Wallet.PRACTICE: _("the practice wallet"),
}


@dataclass(frozen=True)
class Way:
    """A gateway with the form it asks with."""

    gateway: PaymentGateway
    form: forms.Form
    picked: bool

    @property
    def name(self) -> str:
        """How the page names it."""
        return self.gateway.name

    @property
    def label(self) -> str:
        """What the buyer reads: Card, PayPal."""
        offered = self.gateway.capabilities.methods
        return ", ".join(str(words) for method, words in _WORDS.items() if method in offered)

    @property
    def leaves(self) -> bool:
        """Does the buyer leave for the gateway's own pages, which no frame may hold?"""
        return self.gateway.capabilities.flow is Flow.REDIRECT

    @property
    def by_hand(self) -> bool:
        """Does the money come later, by itself?"""
        return self.gateway.capabilities.flow is Flow.BY_HAND


def ways_to_pay(
    money: Money,
    *,
    data: Mapping[str, Any] | None = None,
    wanted: str = "",
    over_time: bool = False,
    framed: bool = False,
) -> list[Way]:
    """Those that can take it; one is picked, the wanted one or the first, and bound to `data`. Raises NotConnected.

    When none can, the chosen one is there all the same: it says why at the attempt. Inside a frame of another site a
    way that leaves is picked only where no other is there.
    """
    gateways = open_gateways()
    fit = [gateway for gateway in gateways if not trouble_with(gateway, money, over_time=over_time)] or gateways[:1]
    stay = [gateway for gateway in fit if gateway.capabilities.flow is not Flow.REDIRECT] if framed else []
    picked = next((gateway for gateway in stay or fit if gateway.name == wanted), (stay or fit)[0])
    return [
        Way(
            each, each.method_form(data if each is picked else None, money=money, save_method=over_time), each is picked
        )
        for each in fit
    ]


@dataclass(frozen=True)
class Press:
    """The buttons of a gateway's wallets; `pressed` when one of them was, and the form came with it."""

    gateway: PaymentGateway
    form: forms.Form
    pressed: bool

    @property
    def name(self) -> str:
        """How the page names it."""
        return self.gateway.name


def wallet_words(name: str) -> str:
    """The wallets that a gateway has, in a list of words; empty when it has none."""
    offered = import_string(GATEWAYS[name]).capabilities.wallets
    return ", ".join(str(words) for wallet, words in _WALLETS.items() if wallet in offered)


def presses(
    gateways: list[PaymentGateway], money: Money, *, data: Mapping[str, Any] | None, wanted: str, over_time: bool
) -> list[Press]:
    """Wallets that can pay this; the `wanted` one is bound to `data`."""
    found = []
    for gateway in gateways:
        wants = data is not None and gateway.name == wanted
        form = wallet_form(gateway, data if wants else None, money=money, save_method=over_time)
        if form is not None and not trouble_with(gateway, money, over_time=over_time):
            found.append(Press(gateway, form, wants))
    return found


def trouble_with(gateway: PaymentGateway, money: Money, *, over_time: bool) -> str:
    """Why a gateway cannot take this, in a sentence for the business; empty when it can."""
    can = gateway.capabilities
    if over_time and not can.saves_methods:
        return _now("It cannot charge again by itself, so nothing is sold over time through it.")
    return str(can.problem_with(money)) if money else ""


def nobody_takes(amounts: list[Money], *, over_time: bool) -> str:
    """A sentence for the Studio about the first amount that no way to pay here can take; empty when all is well.

    Where payments are not set up yet, nothing is known and nothing is wrong.
    """
    try:
        gateways = open_gateways()
    except NotConnected:
        return ""
    for money in amounts:
        if money and all(trouble_with(gateway, money, over_time=over_time) for gateway in gateways):
            return _why(gateways, money, over_time)
    return ""


def _why(gateways: list[PaymentGateway], money: Money, over_time: bool) -> str:
    names = ", ".join(_name(gateway) for gateway in gateways)
    keeping = [gateway for gateway in gateways if gateway.capabilities.saves_methods]
    if over_time and not keeping:
        words = _now("%(names)s cannot charge again by itself. Connect a gateway that can, or sell it for one payment.")
        return words % {"names": names}
    takers = keeping if over_time else gateways
    if not any(gateway.capabilities.takes(money.currency) for gateway in takers):
        words = _now("%(names)s cannot take %(currency)s. Choose another currency or connect another gateway.")
        return words % {"names": names, "currency": money.currency}
    words = _now("%(names)s cannot take %(amount)s in one payment.")
    return words % {"names": names, "amount": money.format(cents=True)}


def _name(gateway: PaymentGateway) -> str:
    return {"sandbox": _now("Practice"), "paypal": "PayPal"}.get(gateway.name, gateway.name.capitalize())
