"""Links into the checkout, and signed ones about a payment that is under way: they travel to gateways and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from marque.kit import signing
from marque.kit.http import tenant_url
from marque.kit.tenancy.addresses import path_to
from tenant_apps.orders.models import Payment

RETURN = "orders.return"


def checkout_path(slug: str, chosen: Mapping[str, Any], **more: str) -> str:
    """The checkout of an offer as somebody had it: option, currency, amount, seats, the first code, extras."""
    said = {name: chosen.get(name, "") for name in ("option", "currency", "amount", "seats")}
    said["coupon"] = next(iter(chosen.get("codes", [])), "")
    pairs = [(name, value) for name, value in said.items() if value]
    pairs += [("extras", key) for key in chosen.get("extras", [])]
    pairs += [(name, value) for name, value in more.items() if value]
    path = path_to("orders:checkout", slug)
    return f"{path}?{urlencode(pairs)}" if pairs else path


def return_url(payment: Payment) -> str:
    """Where a gateway's own pages send the buyer back to. It is the same each time: a request is repeated as it was.

    It opens nothing: whoever has it can make us look again, and be sent on.
    """
    return tenant_url(path_to("orders:paid_elsewhere", signing.sign(RETURN, str(payment.key))))


def returned_payment(token: str) -> Payment | None:
    """The payment a return is about; None when the link is forged or foreign."""
    try:
        key = UUID(signing.unsign(RETURN, token))
    except (signing.BadSignature, ValueError):
        return None
    return Payment.objects.select_related("order__buyer").filter(key=key).first()
