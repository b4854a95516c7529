"""Answers to disputes at Stripe: files are uploaded, then named in the evidence, which is submitted.

https://docs.stripe.com/disputes/api
"""

import io
from typing import Any

from django.utils.translation import gettext as _

from shared_apps.integrations.ports.disputes import DisputeAnswer, Proof
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.stripe.client import ask, client_for

# where files go, in turn: each field takes one
_PLACES = (
    "uncategorized_file",
    "service_documentation",
    "customer_communication",
    "receipt",
    "shipping_documentation",
    "refund_policy",
)
_LONGEST = 20_000


class StripeDisputes:
    """One account's disputes."""

    most_files = len(_PLACES)
    takes = frozenset({"application/pdf", "image/png", "image/jpeg"})

    def __init__(self, gateway: Any) -> None:
        self._client = client_for(gateway.access, gateway.account)

    def send(self, answer: DisputeAnswer) -> None:
        """Upload and submit. Stripe decides within some weeks, and a webhook says how."""
        if len(answer.proofs) > self.most_files:
            raise ProviderError(_("Stripe takes %s files at most.") % self.most_files, permanent=True)
        named = {
            place: self._uploaded(proof, f"{answer.idempotency_key}-{place}")
            for place, proof in zip(_PLACES, answer.proofs, strict=False)
        }
        params: Any = {"evidence": {"uncategorized_text": answer.text[:_LONGEST], **named}, "submit": True}
        options: Any = {"idempotency_key": answer.idempotency_key}
        ask(lambda: self._client.v1.disputes.update(answer.dispute, params, options))

    def _uploaded(self, proof: Proof, key: str) -> str:
        def upload() -> Any:
            file = io.BytesIO(proof.content)
            file.name = proof.name
            params: Any = {"purpose": "dispute_evidence", "file": file}
            options: Any = {"idempotency_key": key}
            return self._client.v1.files.create(params, options)

        return str(ask(upload).id)
