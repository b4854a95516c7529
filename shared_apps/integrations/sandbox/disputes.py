"""The sandbox plays the bank: words of Stripe's test mode win or lose at once, any other answer waits for the desk."""

from typing import Any

from shared_apps.integrations.ports.disputes import DisputeAnswer
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.sandbox import complaints
from shared_apps.practice.models import PracticePayment

WORDS = {"winning_evidence": True, "losing_evidence": False}


class SandboxDisputes:
    """Takes anything a bank would."""

    most_files = 20
    takes = frozenset({"application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp", "text/plain"})

    def __init__(self, gateway: Any) -> None:
        self.account = gateway.account

    def send(self, answer: DisputeAnswer) -> None:
        """Decide, where the words say how."""
        payment = PracticePayment.objects.filter(account=self.account, reference=answer.payment).first()
        if payment is None or complaints.dispute_of(payment) != answer.dispute:
            raise ProviderError("The sandbox knows no such dispute.", permanent=True)
        for words, won in WORDS.items():
            if words in answer.text:
                complaints.close_dispute(payment, won=won)
