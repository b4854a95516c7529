"""What happens to payouts."""

from dataclasses import dataclass

from marque.kit.facts.fact import Fact


@dataclass(frozen=True)
class PayoutRequested(Fact):
    """Money left a wallet and waits for approval."""

    payout_id: int


@dataclass(frozen=True)
class PayoutApproved(Fact):
    """Somebody who may said yes."""

    payout_id: int


@dataclass(frozen=True)
class PayoutPaid(Fact):
    """The money is with its owner."""

    payout_id: int


@dataclass(frozen=True)
class PayoutReturned(Fact):
    """It was not paid, and is back in the wallet."""

    payout_id: int
