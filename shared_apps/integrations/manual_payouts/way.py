"""A transfer somebody makes at their bank, from a file or one by one, and then says so."""

from shared_apps.integrations.ports.payments import Access
from shared_apps.integrations.ports.payouts import PayoutRequest, PayoutResult


class ByHand:
    """Nothing is sent: the payout waits until somebody marks it as paid."""

    name = "manual"

    def __init__(self, *, account: str, access: Access) -> None:
        self.account = account

    def send(self, request: PayoutRequest) -> PayoutResult:
        """Left to people."""
        return PayoutResult(reference="", paid=False)
