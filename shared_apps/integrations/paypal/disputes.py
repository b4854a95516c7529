"""Answers to disputes at PayPal.

https://developer.paypal.com/docs/api/customer-disputes/v1/#disputes_provide-evidence
"""

import json
from typing import Any

from shared_apps.integrations.paypal.client import PayPalClient
from shared_apps.integrations.ports.disputes import DisputeAnswer

# what PayPal asks for by reason; for what it has no name for there is OTHER
_KINDS = {"merchandise_or_service_not_received": "PROOF_OF_FULFILLMENT"}
_LONGEST = 2_000


class PayPalDisputes:
    """One account's disputes."""

    most_files = 5
    takes = frozenset({"application/pdf", "image/png", "image/jpeg", "image/gif"})

    def __init__(self, gateway: Any) -> None:
        self._client = PayPalClient(gateway.access)

    def send(self, answer: DisputeAnswer) -> None:
        """Words and files in one request."""
        kind = _KINDS.get(answer.reason.lower(), "OTHER")
        said = json.dumps({"evidences": [{"evidence_type": kind, "notes": answer.text[:_LONGEST]}]})
        files: list[tuple[str, Any]] = [("input", (None, said, "application/json"))]
        files += [("evidence-file", (proof.name, proof.content, proof.content_type)) for proof in answer.proofs]
        path = f"/v1/customer/disputes/{answer.dispute}/provide-evidence"
        self._client.ask("POST", path, key=answer.idempotency_key, files=files)
