"""Stripe Billing: a Customer for each tenant, a Stripe invoice for each of ours, paid with the card on file.

Periods, proration and dunning are the engine's own (ADR 33), so Stripe's subscriptions and its retries stay unused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from marque.kit.money import Money
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.payments import Access, Merchant, PaymentRequest
from shared_apps.integrations.ports.platform_billing import (
    Bill,
    BillFact,
    BillResult,
    BillState,
    Card,
    CardRequest,
    CardResult,
)
from shared_apps.integrations.stripe.amounts import to_stripe
from shared_apps.integrations.stripe.client import API_VERSION, Declined, ask, client_for, plain, platform_key
from shared_apps.integrations.stripe.forms import ElementForm
from shared_apps.integrations.stripe.keeping import keep
from shared_apps.integrations.stripe.results import message_for

_NOTHING = Money.zero("USD")
_ENDS = {"invoice.paid": BillState.PAID, "invoice.payment_failed": BillState.DECLINED}
_UUID = re.compile(r"^[0-9a-f-]{36}$")


class StripeBilling:
    """The platform's own account at Stripe."""

    name = "stripe"

    def __init__(self, *, keys: Mapping[str, str]) -> None:
        self.access = Access(platform=keys, merchant=Merchant.PLATFORM)

    def card_form(self, data: Mapping[str, Any] | None = None, *, tenant_id: UUID) -> ElementForm:
        """Stripe's fields; no number reaches us."""
        key, release = platform_key(self.access, "publishable_key"), API_VERSION.partition(".")[2]
        return ElementForm(data, publishable_key=key, account="", release=release, money=None, saves=True)

    def keep_card(self, request: CardRequest) -> CardResult:
        """A SetupIntent on the tenant's customer, which is made the first time."""
        client = client_for(self.access)
        customer = request.customer or self._customer(client, request)
        wanted = PaymentRequest(_NOTHING, request.method, request.idempotency_key, save_method=True)
        result = keep(client, wanted, customer=customer)
        if result.saved is None:
            return CardResult(message=result.message)
        saved = result.saved
        expires = f"{saved.exp_month:02}/{saved.exp_year}"
        return CardResult(Card(customer, saved.token.partition("/")[2], saved.brand, saved.last4, expires))

    def collect(self, bill: Bill) -> BillResult:
        """Have Stripe's invoice of ours paid; made and finalised first where it is not there yet."""
        client = client_for(self.access)
        invoice = self._found(client, bill) if bill.again else None
        invoice = self._finalised(client, bill, invoice or self._made(client, bill))
        if invoice["status"] == "paid":
            return BillResult(BillState.PAID, invoice["id"])
        if invoice["status"] != "open":
            return BillResult(BillState.DECLINED, invoice["id"], _("Stripe does not collect this invoice any more."))
        params: Any = {"payment_method": bill.token, "off_session": True}
        options: Any = {"idempotency_key": bill.key}
        try:
            paid = plain(ask(lambda: client.v1.invoices.pay(invoice["id"], params, options)))
        except Declined as declined:
            said = plain(declined.error.error)
            code = said.get("decline_code") or said.get("code") or "declined"
            return BillResult(BillState.DECLINED, invoice["id"], message_for(code))
        except ProviderError as error:
            if getattr(error.__cause__, "code", "") != "resource_missing":
                raise
            message = _("This card is not on file any more. Add another one.")
            return BillResult(BillState.DECLINED, invoice["id"], message)
        return BillResult(BillState.PAID if paid["status"] == "paid" else BillState.PENDING, invoice["id"])

    def forget_card(self, card: Card, *, tenant_id: UUID) -> None:
        """Detach it from its customer."""
        client = client_for(self.access)
        try:
            ask(lambda: client.v1.payment_methods.detach(card.token))
        except ProviderError as error:
            if not error.permanent:  # one that is gone already is what we want
                raise

    def read_fact(self, body: bytes) -> BillFact:
        """What an event says of an invoice of the platform's own account; others are none of ours."""
        event = json.loads(body)
        thing = event.get("data", {}).get("object") or {}
        ours = str((thing.get("metadata") or {}).get("marque_invoice") or "")
        known = thing.get("object") == "invoice" and not event.get("account") and _UUID.match(ours)
        state = _ENDS.get(event.get("type", ""), BillState.PENDING)
        message = message_for("declined") if state is BillState.DECLINED else ""
        return BillFact(ours if known else "", BillResult(state, str(thing.get("id") or ""), message))

    def _customer(self, client: Any, request: CardRequest) -> str:
        payer = request.payer
        params = {"name": payer.name, "email": payer.email, "metadata": {"marque_tenant": str(payer.tenant_id)}}
        options = {"idempotency_key": f"{payer.tenant_id}-{payer.email}-customer"}
        return str(ask(lambda: client.v1.customers.create(params, options)).id)

    def _found(self, client: Any, bill: Bill) -> dict[str, Any] | None:
        params: Any = {"query": f"metadata['marque_invoice']:'{bill.invoice}'", "limit": 1}
        found = ask(lambda: client.v1.invoices.search(params)).data
        return plain(ask(lambda: client.v1.invoices.retrieve(found[0].id))) if found else None

    def _made(self, client: Any, bill: Bill) -> dict[str, Any]:
        params: Any = {
            "customer": bill.customer,
            "currency": bill.money.currency.lower(),
            "collection_method": "charge_automatically",
            "auto_advance": False,
            "pending_invoice_items_behavior": "exclude",
            "description": bill.number,
            "metadata": {"marque_invoice": bill.invoice},
        }
        options: Any = {"idempotency_key": f"{bill.invoice}-invoice"}
        return plain(ask(lambda: client.v1.invoices.create(params, options)))

    def _finalised(self, client: Any, bill: Bill, invoice: dict[str, Any]) -> dict[str, Any]:
        """One that was cut off half way goes on where it stood."""
        if invoice["status"] != "draft":
            return invoice
        item: Any = {
            "customer": bill.customer,
            "invoice": invoice["id"],
            "amount": to_stripe(bill.money),
            "currency": bill.money.currency.lower(),
            "description": f"{bill.number}: {bill.title}"[:500],
        }
        if not invoice["total"]:
            options: Any = {"idempotency_key": f"{bill.invoice}-item"}
            ask(lambda: client.v1.invoice_items.create(item, options))
        done: Any = {"idempotency_key": f"{bill.invoice}-finalise"}
        return plain(ask(lambda: client.v1.invoices.finalize_invoice(invoice["id"], {"auto_advance": False}, done)))
