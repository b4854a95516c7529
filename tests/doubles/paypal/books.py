"""What the double remembers, and what happens there."""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from tests.doubles.serving import Refusal, Thing

WHOLE = {"JPY", "HUF", "TWD"}
_CREATE = {"intent", "purchase_units", "payment_source"}
_UNIT = {"custom_id", "description", "amount", "reference_id", "invoice_id"}
FEE = Decimal("0.0349")


def name(length: int = 17) -> str:
    """An id as PayPal makes them."""
    return secrets.token_hex(length)[:length].upper()


def refusal(status: int, issue: str) -> Refusal:
    """An error as PayPal writes it."""
    kind = {404: "RESOURCE_NOT_FOUND", 422: "UNPROCESSABLE_ENTITY"}.get(status, "INVALID_REQUEST")
    return Refusal(status, {"name": kind, "message": f"{kind}: {issue}", "details": [{"issue": issue}]})


def stamp() -> str:
    """Now, as PayPal writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Books:
    """One merchant."""

    def __init__(self, tell: Callable[[str, str, Thing], None]) -> None:
        self.orders: dict[str, Thing] = {}
        self.captures: dict[str, Thing] = {}
        self.disputes: dict[str, Thing] = {}
        self.evidence: dict[str, list[Thing]] = {}
        self.movements: list[Thing] = []
        self.outcomes: dict[str, str] = {}  # order → how its capture ends
        self._tell = tell

    def create(self, body: Thing, base: str) -> Thing:
        """An order that waits for its buyer."""
        if set(body) - _CREATE or body["intent"] != "CAPTURE" or len(body["purchase_units"]) != 1:
            raise refusal(400, "INVALID_PARAMETER_SYNTAX")
        unit = body["purchase_units"][0]
        if set(unit) - _UNIT or len(unit.get("description", "")) > 127 or len(unit.get("custom_id", "")) > 255:
            raise refusal(400, "INVALID_STRING_LENGTH")
        _check(unit["amount"])
        order_id = name()
        self.orders[order_id] = {
            "id": order_id,
            "intent": "CAPTURE",
            "status": "PAYER_ACTION_REQUIRED",
            "payment_source": {"paypal": {}},
            "purchase_units": [{"reference_id": "default", **unit}],
            "create_time": stamp(),
            "links": [
                {"href": f"{base}/v2/checkout/orders/{order_id}", "rel": "self", "method": "GET"},
                {"href": f"{base}/checkoutnow?token={order_id}", "rel": "payer-action", "method": "GET"},
            ],
            "_context": body["payment_source"]["paypal"]["experience_context"],
        }
        return self.shown(order_id)

    def shown(self, order_id: str) -> Thing:
        """An order as it is answered."""
        if order_id not in self.orders:
            raise refusal(404, "INVALID_RESOURCE_ID")
        return {name: value for name, value in self.orders[order_id].items() if name[0] != "_"}

    def approve(self, order_id: str, outcome: str = "COMPLETED") -> None:
        """The buyer says yes on PayPal's page."""
        order = self.orders[order_id]
        order["status"] = "APPROVED"
        order["payment_source"] = {"paypal": {"account_id": f"ACCT{order_id[:9]}", "email_address": "b@example.com"}}
        self.outcomes[order_id] = outcome
        self._tell("CHECKOUT.ORDER.APPROVED", "checkout-order", self.shown(order_id))

    def capture(self, order_id: str) -> Thing:
        """Take the money of an approved order."""
        order = self.orders.get(order_id) or self.shown(order_id)
        if order["status"] == "COMPLETED":
            raise refusal(422, "ORDER_ALREADY_CAPTURED")
        if order["status"] != "APPROVED":
            raise refusal(422, "ORDER_NOT_APPROVED")
        outcome = self.outcomes[order_id]
        if outcome == "DECLINED":
            raise refusal(422, "INSTRUMENT_DECLINED")
        made = self._captured(order, outcome)
        order["status"] = "COMPLETED"
        order["purchase_units"][0]["payments"] = {"captures": [made]}
        if outcome == "COMPLETED":
            self._moved("T0006", made, 1, fee=made["seller_receivable_breakdown"]["paypal_fee"]["value"])
            self._tell("PAYMENT.CAPTURE.COMPLETED", "capture", made)
        return self.shown(order_id)

    def _captured(self, order: Thing, outcome: str) -> Thing:
        unit = order["purchase_units"][0]
        amount, currency = Decimal(unit["amount"]["value"]), unit["amount"]["currency_code"]
        fee = (amount * FEE + (0 if currency in WHOLE else Decimal("0.49"))).quantize(
            Decimal(1) if currency in WHOLE else Decimal("0.01")
        )
        capture = {
            "id": name(),
            "status": outcome,
            "amount": unit["amount"],
            "final_capture": True,
            "custom_id": unit.get("custom_id"),
            "create_time": stamp(),
            "supplementary_data": {"related_ids": {"order_id": order["id"]}},
            "seller_receivable_breakdown": {"paypal_fee": {"currency_code": currency, "value": str(fee)}},
        }
        self.captures[capture["id"]] = capture
        return capture

    def settle(self, order_id: str, outcome: str) -> None:
        """What was pending ends."""
        capture = self.orders[order_id]["purchase_units"][0]["payments"]["captures"][0]
        capture["status"] = outcome
        self._tell(f"PAYMENT.CAPTURE.{'COMPLETED' if outcome == 'COMPLETED' else 'DENIED'}", "capture", capture)

    def refund(self, capture_id: str, body: Thing, base: str) -> Thing:
        """Give back a part, never more than is left."""
        capture = self.found(capture_id)
        _check(body["amount"])
        back = Decimal(body["amount"]["value"])
        given = sum((Decimal(row["amount"]["value"]) for row in capture.setdefault("_refunds", [])), Decimal())
        if back + given > Decimal(capture["amount"]["value"]) or capture["status"] not in (
            "COMPLETED", "PARTIALLY_REFUNDED"
        ):  # fmt: skip
            raise refusal(422, "REFUND_AMOUNT_EXCEEDED")
        up = {"href": f"{base}/v2/payments/captures/{capture_id}", "rel": "up", "method": "GET"}
        refund = {"id": name(), "status": "COMPLETED", "amount": body["amount"], "links": [up], "create_time": stamp()}
        capture["_refunds"].append(refund)
        whole = back + given == Decimal(capture["amount"]["value"])
        capture["status"] = "REFUNDED" if whole else "PARTIALLY_REFUNDED"
        self._moved("T1107", refund, -1, of=capture_id)
        self._tell("PAYMENT.CAPTURE.REFUNDED", "refund", refund)
        return refund

    def fail_refund(self, refund_id: str) -> None:
        """The bank sent it back."""
        refund = next(
            row for each in self.captures.values() for row in each.get("_refunds", []) if row["id"] == refund_id
        )
        self._tell("PAYMENT.REFUND.FAILED", "refund", refund | {"status": "FAILED"})

    def found(self, capture_id: str) -> Thing:
        """A capture by its id."""
        if capture_id not in self.captures:
            raise refusal(404, "INVALID_RESOURCE_ID")
        return self.captures[capture_id]

    def dispute(self, order_id: str, reason: str = "MERCHANDISE_OR_SERVICE_NOT_RECEIVED") -> Thing:
        """The buyer complains."""
        capture = self.orders[order_id]["purchase_units"][0]["payments"]["captures"][0]
        made = {
            "dispute_id": f"PP-D-{name(5)}",
            "create_time": stamp(),
            "reason": reason,
            "status": "WAITING_FOR_SELLER_RESPONSE",
            "dispute_amount": capture["amount"],
            "disputed_transactions": [{"seller_transaction_id": capture["id"], "custom": capture.get("custom_id")}],
            "seller_response_due_date": "2027-12-01T00:00:00Z",
        }
        self.disputes[made["dispute_id"]] = made
        self._tell("CUSTOMER.DISPUTE.CREATED", "dispute", made)
        return made

    def provide(self, dispute_id: str, evidence: Thing) -> None:
        """The merchant answers; once."""
        if dispute_id not in self.disputes:
            raise refusal(404, "INVALID_RESOURCE_ID")
        if self.disputes[dispute_id]["status"] != "WAITING_FOR_SELLER_RESPONSE":
            raise refusal(422, "ACTION_NOT_ALLOWED_IN_CURRENT_DISPUTE_STATE")
        self.evidence.setdefault(dispute_id, []).append(evidence)
        self.disputes[dispute_id]["status"] = "UNDER_REVIEW"

    def resolve(self, dispute_id: str, *, won: bool) -> None:
        """PayPal decides."""
        code = "RESOLVED_SELLER_FAVOUR" if won else "RESOLVED_BUYER_FAVOUR"
        self.disputes[dispute_id] |= {"status": "RESOLVED", "dispute_outcome": {"outcome_code": code}}
        self._tell("CUSTOMER.DISPUTE.RESOLVED", "dispute", self.disputes[dispute_id])

    def _moved(self, code: str, thing: Thing, sign: int, *, fee: str = "", of: str = "") -> None:
        currency = thing["amount"]["currency_code"]
        row: dict[str, Any] = {
            "transaction_id": thing["id"],
            "transaction_event_code": code,
            "transaction_initiation_date": datetime.now(UTC).isoformat(),
            "transaction_amount": {
                "currency_code": currency, "value": str(sign * Decimal(thing["amount"]["value"])),
            },
        }  # fmt: skip
        if fee:
            row["fee_amount"] = {"currency_code": currency, "value": f"-{fee}"}
        if of:
            row["paypal_reference_id"] = of
        self.movements.append({"transaction_info": row})


def _check(amount: Thing) -> None:
    decimals = amount["value"].partition(".")[2]
    if set(amount) != {"currency_code", "value"} or len(decimals) != (0 if amount["currency_code"] in WHOLE else 2):
        raise refusal(422, "DECIMAL_PRECISION")
    if Decimal(amount["value"]) <= 0:
        raise refusal(422, "CANNOT_BE_ZERO_OR_NEGATIVE")
