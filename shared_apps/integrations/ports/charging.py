"""What goes into a gateway and comes out of it when money is taken or given back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from marque.kit.money import Money


class Merchant(StrEnum):
    """Whose sale it is: the business's own, or the platform's, which pays the business later."""

    CREATOR = "creator"
    PLATFORM = "platform"


class Method(StrEnum):
    """A way to pay."""

    CARD = "card"
    SEPA = "sepa"
    UPI = "upi"
    NETBANKING = "netbanking"
    INSTALMENTS = "instalments"
    PAYPAL = "paypal"
    TRANSFER = "transfer"
    CASH = "cash"
    INVOICE = "invoice"


class Wallet(StrEnum):
    """A button that pays in one press."""

    APPLE_PAY = "apple_pay"
    GOOGLE_PAY = "google_pay"
    LINK = "link"
    PAYPAL = "paypal"
    PRACTICE = "practice"


class Flow(StrEnum):
    """How a charge goes on: answered at once, on the gateway's own pages, or once somebody says the money came."""

    DIRECT = "direct"
    REDIRECT = "redirect"
    BY_HAND = "by_hand"


@dataclass(frozen=True)
class Capabilities:
    """What a gateway can do. `currencies` None means every one; `steps` names what amounts must be a multiple of.

    `smallest` names the least of a currency; `reports` says whether the gateway has books of its own.
    `collects_fee`: the platform's fee is kept back from each charge and never reaches the business.
    `wallets` are those whose buttons may stand above the checkout's form, as this business is connected.
    `takes_on_approval`: what a buyer approves on the gateway's pages is taken there and then; elsewhere we take it.
    """

    methods: frozenset[Method]
    currencies: frozenset[str] | None = None
    wallets: frozenset[Wallet] = frozenset()
    saves_methods: bool = False
    largest: int | None = None
    steps: Mapping[str, int] = field(default_factory=dict)
    smallest: Mapping[str, int] = field(default_factory=dict)
    flow: Flow = Flow.DIRECT
    reports: bool = True
    collects_fee: bool = False
    takes_on_approval: bool = False

    def takes(self, currency: str) -> bool:
        """Whether money of this currency can be taken."""
        return self.currencies is None or currency in self.currencies

    def problem_with(self, money: Money) -> str | Promise:
        """Why this much cannot be taken, as a sentence; empty when it can."""
        if not self.takes(money.currency):
            return _("Payments in %(currency)s are not possible here. Nothing was charged.") % {
                "currency": money.currency
            }
        if self.largest is not None and money.amount > self.largest:
            most = Money(self.largest, money.currency).format()
            return _("One payment can be at most %(most)s. Nothing was charged.") % {"most": most}
        least = self.smallest.get(money.currency, 0)
        if money.amount < least:
            words = Money(least, money.currency).format()
            return _("One payment is at least %(least)s. Nothing was charged.") % {"least": words}
        if money.amount % self.steps.get(money.currency, 1):
            return _("%(amount)s cannot be charged exactly. Nothing was charged.") % {"amount": money.format()}
        return ""


@dataclass(frozen=True)
class SavedMethod:
    """A card or account the gateway keeps for a person. `token` charges it again; what it hides is the gateway's."""

    token: str
    brand: str
    last4: str
    exp_month: int = 0
    exp_year: int = 0


@dataclass(frozen=True)
class Awaits:
    """Money that comes by itself, by a day."""

    method: Method
    due_at: datetime


class PaymentState(StrEnum):
    """Where a payment stands once the provider has answered."""

    SUCCEEDED = "succeeded"
    DECLINED = "declined"
    NEEDS_ACTION = "needs_action"
    PENDING = "pending"


@dataclass(frozen=True)
class PaymentRequest:
    """One attempt to take money. `method` is a provider's token, or a saved one's when `off_session`.

    Nothing with `save_method` keeps a card for later and takes no money.
    `platform_fee` is what the platform keeps when the creator is the merchant.
    """

    money: Money
    method: str
    idempotency_key: str
    description: str = ""
    email: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
    save_method: bool = False
    off_session: bool = False
    platform_fee: Money | None = None
    return_url: str = ""


@dataclass(frozen=True)
class PaymentResult:
    """What became of an attempt. `message` is for the buyer; `action_token` opens the bank's question.

    `awaits` goes with money that comes by itself.
    `fee` is the gateway's, in the payment's currency; None while it is unknown.
    """

    state: PaymentState
    reference: str
    amount: int
    currency: str
    brand: str = ""
    last4: str = ""
    action_token: str = ""
    failure_code: str = ""
    message: str = ""
    saved: SavedMethod | None = None
    fee: int | None = None
    awaits: Awaits | None = None

    @property
    def succeeded(self) -> bool:
        """The money is taken."""
        return self.state is PaymentState.SUCCEEDED


@dataclass(frozen=True)
class RefundRequest:
    """Give back all or part of a payment. `again`: it may have been asked for before, and longer ago than keys live."""

    reference: str
    money: Money
    idempotency_key: str
    reason: str = ""
    again: bool = False


@dataclass(frozen=True)
class RefundResult:
    """A refund the provider accepted; not `settled` means that a webhook will say how it ended.

    `platform_fee` is what came back of the platform's own fee, in the payment's currency; None where the gateway keeps
    none, or does not know it yet.
    """

    reference: str
    payment_reference: str
    amount: int
    currency: str
    settled: bool = True
    platform_fee: int | None = None
