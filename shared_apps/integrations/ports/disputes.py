"""Answering a dispute: what a business shows a buyer's bank, through the gateway that took the money."""

from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.module_loading import import_string

from shared_apps.integrations.ports.payments import PaymentGateway

DESKS = {
    "sandbox": "shared_apps.integrations.sandbox.disputes.SandboxDisputes",
    "stripe": "shared_apps.integrations.stripe.disputes.StripeDisputes",
    "paypal": "shared_apps.integrations.paypal.disputes.PayPalDisputes",
}


@dataclass(frozen=True)
class Proof:
    """A file for the bank."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class DisputeAnswer:
    """All that is sent, at once and for good. `dispute` and `payment` are the gateway's names."""

    dispute: str
    payment: str
    reason: str
    text: str
    proofs: tuple[Proof, ...]
    idempotency_key: str


class DisputeDesk(Protocol):
    """A gateway that takes answers. The same key twice is one answer."""

    most_files: int
    takes: frozenset[str]

    def send(self, answer: DisputeAnswer) -> None:
        """Hand it to the bank; a permanent ProviderError when it is refused, any other when nobody knows."""
        ...


def dispute_desk(gateway: PaymentGateway) -> DisputeDesk | None:
    """The desk of an opened gateway; None where answers are given on its own pages."""
    path = DESKS.get(gateway.name)
    made: Any = import_string(path)(gateway) if path else None
    return made  # type: ignore[no-any-return]
