"""What the double remembers, and what happens there."""

import secrets
import time
from collections.abc import Callable

from tests.doubles.serving import Refusal, Thing

_CREATE = {"amount", "currency", "receipt", "notes"}


def name(prefix: str) -> str:
    """An id as Razorpay makes them."""
    return f"{prefix}_{secrets.token_hex(7)}"


def bad(words: str) -> Refusal:
    """An error as Razorpay writes it."""
    return Refusal(400, {"error": {"code": "BAD_REQUEST_ERROR", "description": words}})


class Books:
    """One merchant."""

    def __init__(self, tell: Callable[[str, dict[str, Thing]], None]) -> None:
        self.orders: dict[str, Thing] = {}
        self.payments: dict[str, Thing] = {}
        self.refunds: dict[str, Thing] = {}
        self.disputes: dict[str, Thing] = {}
        self._tell = tell

    def create(self, body: Thing) -> Thing:
        """An order to pay."""
        if set(body) - _CREATE or type(body["amount"]) is not int or len(body.get("receipt", "")) > 40:
            raise bad("The request is not as Razorpay wants it.")
        if len(body.get("notes", {})) > 15 or body["amount"] < 100:
            raise bad("Order amount less than minimum amount allowed")
        order = {"id": name("order"), "entity": "order", "amount_paid": 0, "status": "created", "attempts": 0}
        self.orders[order["id"]] = order | body | {"amount_due": body["amount"], "created_at": int(time.time())}
        return self.orders[order["id"]]

    def order(self, order_id: str) -> Thing:
        """An order by its id."""
        if order_id not in self.orders:
            raise bad("The id provided does not exist")
        return self.orders[order_id]

    def pay(self, order_id: str, outcome: str = "captured", method: str = "card") -> Thing:
        """The buyer pays on Razorpay's page: captured, authorized or failed."""
        order = self.order(order_id)
        card = {"last4": "1111", "network": "Visa"} if method == "card" else None
        payment = {
            "id": name("pay"),
            "entity": "payment",
            "order_id": order_id,
            "amount": order["amount"],
            "currency": order["currency"],
            "status": outcome,
            "method": method,
            "card": card,
            "fee": None,
            "tax": None,
            "amount_refunded": 0,
            "error_reason": "payment_failed" if outcome == "failed" else None,
            "created_at": int(time.time()),
        }
        self.payments[payment["id"]] = payment
        if outcome == "captured":
            self._taken(payment)
        self._tell(f"payment.{outcome}", {"payment": payment})
        return payment

    def capture(self, payment_id: str, body: Thing) -> Thing:
        """Take what was set aside."""
        payment = self.payment(payment_id)
        if payment["status"] != "authorized" or body["amount"] != payment["amount"]:
            raise bad("This payment has already been captured")
        payment["status"] = "captured"
        self._taken(payment)
        self._tell("payment.captured", {"payment": payment})
        return payment

    def _taken(self, payment: Thing) -> None:
        payment["fee"] = payment["amount"] * 236 // 10_000  # 2 % and the tax on it
        payment["tax"] = payment["amount"] * 36 // 10_000
        self.orders[payment["order_id"]] |= {"status": "paid", "amount_paid": payment["amount"], "amount_due": 0}

    def payment(self, payment_id: str) -> Thing:
        """A payment by its id."""
        if payment_id not in self.payments:
            raise bad("The id provided does not exist")
        return self.payments[payment_id]

    def refund(self, payment_id: str, body: Thing) -> Thing:
        """Give back a part, never more than is left."""
        payment = self.payment(payment_id)
        if payment["amount_refunded"] + body["amount"] > payment["amount"]:
            raise bad("The refund amount provided is greater than amount captured")
        payment["amount_refunded"] += body["amount"]
        if payment["amount_refunded"] == payment["amount"]:
            payment["status"] = "refunded"
        refund = {"id": name("rfnd"), "entity": "refund", "payment_id": payment_id, "status": "processed"}
        refund |= {"amount": body["amount"], "currency": payment["currency"], "created_at": int(time.time())}
        self.refunds[refund["id"]] = refund
        self._tell("refund.processed", {"refund": refund, "payment": payment})
        return refund

    def fail_refund(self, refund_id: str) -> None:
        """The bank sent it back."""
        refund = self.refunds[refund_id] | {"status": "failed"}
        self._tell("refund.failed", {"refund": refund, "payment": self.payments[refund["payment_id"]]})

    def dispute(self, order_id: str) -> Thing:
        """The buyer complains."""
        payment = next(each for each in self.payments.values() if each["order_id"] == order_id)
        dispute = {"id": name("disp"), "entity": "dispute", "payment_id": payment["id"], "amount": payment["amount"]}
        dispute |= {"currency": payment["currency"], "reason_code": "goods_not_received", "respond_by": 1_900_000_000}
        self.disputes[dispute["id"]] = dispute | {"status": "open"}
        self._tell("payment.dispute.created", {"dispute": dispute, "payment": payment})
        return dispute

    def decide(self, dispute_id: str, *, won: bool) -> None:
        """The bank decides."""
        dispute = self.disputes[dispute_id] | {"status": "won" if won else "lost"}
        payment = self.payments[dispute["payment_id"]]
        self._tell(f"payment.dispute.{'won' if won else 'lost'}", {"dispute": dispute, "payment": payment})
