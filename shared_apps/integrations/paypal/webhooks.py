"""PayPal's webhooks: signed with a certificate of PayPal's over the webhook's id and a checksum of the body.

https://developer.paypal.com/api/rest/webhooks/rest/#link-selfverificationmethod
"""

import base64
import binascii
import json
import zlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from shared_apps.integrations.paypal.amounts import from_paypal
from shared_apps.integrations.paypal.certificates import certificate
from shared_apps.integrations.paypal.client import PayPalClient
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.gateway_facts import NO_CURRENCY
from shared_apps.integrations.ports.payments import FactKind, WebhookFact

Facts = dict[str, Any]
OrderOf = Callable[[str], str]
_LOST = {"RESOLVED_BUYER_FAVOUR", "ACCEPTED", "DENIED"}


def verified(body: bytes, headers: Mapping[str, str], *, webhook_id: str, client: PayPalClient) -> dict[str, Any]:
    """The event in a signed body; a permanent ProviderError when the signature or the shape is wrong.

    Its age is not looked at: PayPal sends for three days what was not answered. Ids are taken once.
    """
    said = {name.lower().removeprefix("paypal-"): value for name, value in headers.items()}
    if not webhook_id:
        raise ProviderError("There is no webhook id to check this webhook with.", permanent=True)
    signed = "|".join((said.get("transmission-id", ""), said.get("transmission-time", ""), webhook_id, _crc(body)))
    try:
        signature = base64.b64decode(said.get("transmission-sig", ""), validate=True)
    except binascii.Error:
        signature = b""
    if not signature or said.get("auth-algo", "").upper() != "SHA256WITHRSA":
        raise ProviderError("The webhook is not signed.", permanent=True)
    _check(certificate(said.get("cert-url", ""), hosts=hosts_of(client.base)), signature, signed.encode())
    try:
        event = json.loads(body)
    except ValueError:
        event = None
    if not isinstance(event, dict):
        raise ProviderError("The webhook cannot be read.", permanent=True)
    return event


def hosts_of(base: str) -> frozenset[str]:
    """Where certificates may come from: PayPal's own API, under both of its names."""
    place = urlsplit(base)
    return frozenset({place.netloc, place.netloc.replace("api-m.", "api.")})


def _check(found: x509.Certificate, signature: bytes, signed: bytes) -> None:
    key = found.public_key()
    try:
        if not isinstance(key, RSAPublicKey):
            raise InvalidSignature
        key.verify(signature, signed, PKCS1v15(), SHA256())
    except InvalidSignature:
        raise ProviderError("The webhook's signature is wrong.", permanent=True) from None


def _crc(body: bytes) -> str:
    return str(zlib.crc32(body))


def read(event: dict[str, Any], *, order_of: OrderOf) -> WebhookFact:
    """What an event says; one we have no use for is of the kind `other`. Refunds and disputes name a capture alone."""
    try:
        kind, facts = _READERS.get(event["event_type"], _other)(event["resource"], order_of)
        return WebhookFact(
            event_id=str(event["id"]), kind=kind, occurred_at=datetime.fromisoformat(event["create_time"]), **facts
        )
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        raise ProviderError("The webhook cannot be read.", permanent=True) from None


def order_in(capture: dict[str, Any]) -> str:
    """The order that a capture names."""
    return str(((capture.get("supplementary_data") or {}).get("related_ids") or {}).get("order_id") or "")


def _money(amount: dict[str, Any]) -> Facts:
    money = from_paypal(amount)
    return {"amount": money.amount, "currency": money.currency}


def _approved(order: Facts, order_of: OrderOf) -> tuple[FactKind, Facts]:
    return FactKind.PAYMENT_APPROVED, {"reference": order["id"], **_money(order["purchase_units"][0]["amount"])}


def _captured(kind: FactKind) -> Callable[[Facts, OrderOf], tuple[FactKind, Facts]]:
    def reader(capture: Facts, order_of: OrderOf) -> tuple[FactKind, Facts]:
        facts = _money(capture["amount"]) | {"reference": order_in(capture) or order_of(capture["id"])}
        fee = (capture.get("seller_receivable_breakdown") or {}).get("paypal_fee")
        if fee and fee["currency_code"] == facts["currency"]:
            facts["fee"] = from_paypal(fee).amount
        return kind, facts

    return reader


def _refunded(kind: FactKind) -> Callable[[Facts, OrderOf], tuple[FactKind, Facts]]:
    def reader(refund: Facts, order_of: OrderOf) -> tuple[FactKind, Facts]:
        up = next(link["href"] for link in refund["links"] if link["rel"] == "up")
        reference = order_of(up.rstrip("/").rpartition("/")[2])
        return kind, {"reference": reference, "subject": refund["id"], **_money(refund["amount"])}

    return reader


def _dispute(dispute: Facts, order_of: OrderOf) -> tuple[FactKind, Facts]:
    outcome = (dispute.get("dispute_outcome") or {}).get("outcome_code") or ""
    kind = FactKind.DISPUTE_OPENED
    if dispute.get("status") == "RESOLVED":
        kind = FactKind.DISPUTE_LOST if outcome in _LOST else FactKind.DISPUTE_WON
    due = dispute.get("seller_response_due_date")
    return kind, {
        "reference": order_of(str(dispute["disputed_transactions"][0]["seller_transaction_id"])),
        "subject": dispute["dispute_id"],
        "reason": str(dispute.get("reason") or "").lower(),
        "due_at": datetime.fromisoformat(due) if due else None,
        **_money(dispute["dispute_amount"]),
    }


def _other(resource: Facts, order_of: OrderOf) -> tuple[FactKind, Facts]:
    return FactKind.OTHER, {"reference": str(resource.get("id") or "")[:120], "amount": 0, "currency": NO_CURRENCY}


_READERS: dict[str, Callable[[Facts, OrderOf], tuple[FactKind, Facts]]] = {
    "CHECKOUT.ORDER.APPROVED": _approved,
    "PAYMENT.CAPTURE.COMPLETED": _captured(FactKind.PAYMENT_SUCCEEDED),
    "PAYMENT.CAPTURE.DENIED": _captured(FactKind.PAYMENT_FAILED),
    "PAYMENT.CAPTURE.DECLINED": _captured(FactKind.PAYMENT_FAILED),
    "PAYMENT.CAPTURE.REFUNDED": _refunded(FactKind.REFUND_SETTLED),
    "PAYMENT.REFUND.FAILED": _refunded(FactKind.REFUND_FAILED),
    "CUSTOMER.DISPUTE.CREATED": _dispute,
    "CUSTOMER.DISPUTE.UPDATED": _dispute,
    "CUSTOMER.DISPUTE.RESOLVED": _dispute,
}
# what the webhook at PayPal has to be subscribed to
WANTED = frozenset(_READERS) - {"PAYMENT.CAPTURE.DECLINED", "PAYMENT.REFUND.FAILED"}
