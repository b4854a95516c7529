"""What the double remembers of one account, and what happens there."""

import copy
import secrets
import time
from collections.abc import Callable
from typing import Any

import stripe

from tests.doubles.stripe import fees
from tests.doubles.stripe.cards import Card, card_of
from tests.doubles.stripe.types import blank
from tests.doubles.stripe.wire import Refusal, missing

Thing = dict[str, Any]
_UNPROVEN = "payment_intent_authentication_failure"
_CODES = {"authentication_required": "authentication_required", "authentication_failed": _UNPROVEN}
FEE_PERCENT, FEE_FIXED, DISPUTE_FEE = 29, 30, 1500


class Books:
    """One account."""

    def __init__(self, account: str, tell: Callable[[str, str, Thing], None], house: Any = None) -> None:
        self.account, self.tell, self.house = account, tell, house
        self._tell = tell
        self.things: dict[str, Thing] = {}
        self.cards: dict[str, Card] = {}  # by payment method
        self.intent_cards: dict[str, Card] = {}
        self.movements: list[Thing] = []
        self.wishes: dict[str, Thing] = {}  # what the intent of a page will carry
        self.answers: dict[str, tuple[str, int, Thing]] = {}

    def get(self, kind: str, name: str) -> Thing:
        """A thing by its id."""
        if name not in self.things or self.things[name]["object"] != kind:
            raise missing(kind, name)
        return self.things[name]

    def create_customer(self, params: Thing) -> Thing:
        """A customer."""
        return self.keep(stripe.Customer, "cus", email=params.get("email"), metadata=params.get("metadata", {}))

    def create_intent(self, params: Thing) -> Thing:
        """A PaymentIntent, confirmed at once."""
        name = params.get("payment_method") or self.token(params.get("confirmation_token", ""))
        off_session = params.get("off_session") == "true"
        card = self._saved(name, params) if off_session else card_of(name)
        intent = self.keep(
            stripe.PaymentIntent,
            "pi",
            amount=int(params["amount"]),
            currency=params["currency"],
            metadata=params.get("metadata", {}),
            description=params.get("description"),
            customer=params.get("customer"),
            setup_future_usage=params.get("setup_future_usage"),
            payment_method=name,
            payment_method_types=["card"],
            status="processing",
            transfer_group=params.get("transfer_group"),
            application_fee_amount=int(params["application_fee_amount"])
            if "application_fee_amount" in params
            else None,
        )
        intent["client_secret"] = f"{intent['id']}_secret_{secrets.token_hex(8)}"
        self.intent_cards[intent["id"]] = card
        if card.asks and not off_session:
            intent |= {"status": "requires_action", "next_action": self._question(card, intent, params)}
            return intent
        return self.settle(intent, card.later if off_session else card.declines)

    def _question(self, card: Card, intent: Thing, params: Thing) -> Thing:
        if not card.redirects:
            return blank(stripe.PaymentIntent.NextAction, type="use_stripe_sdk", use_stripe_sdk={})
        if not params.get("return_url"):
            raise Refusal(400, "invalid_request_error", "A return_url must be specified for this payment method.",
                          param="return_url")  # fmt: skip
        where = f"{self.house.url}/redirect/{self.account}/{intent['id']}"
        to = blank(stripe.PaymentIntent.NextAction.RedirectToUrl, url=where, return_url=params["return_url"])
        return blank(stripe.PaymentIntent.NextAction, type="redirect_to_url", redirect_to_url=to)

    def create_setup(self, params: Thing) -> Thing:
        """A SetupIntent, confirmed at once: the card is kept, nothing is charged."""
        name = params.get("payment_method") or self.token(params.get("confirmation_token", ""))
        card = card_of(name)
        made = self.keep(
            stripe.SetupIntent, "seti", customer=params["customer"], usage=params.get("usage", "off_session"),
            metadata=params.get("metadata", {}), payment_method_types=["card"], status="succeeded",
        )  # fmt: skip
        if card.asks:
            return made | {"status": "requires_action"}
        if card.declines:
            said = {"code": "card_declined", "decline_code": card.declines}
            raise Refusal(402, "card_error", "Your card was declined.", **said)
        made["payment_method"] = self._kept(card, params["customer"])
        return made

    def token(self, name: str) -> str:
        """What a confirmation token stands for; each holds once, as at Stripe."""
        if not name.startswith("ctoken_") or name not in self.things:
            raise Refusal(
                400, "invalid_request_error", f"No such confirmation token: '{name}'", code="resource_missing"
            )
        return str(self.things.pop(name)["payment_method"])

    def settle(self, intent: Thing, decline: str) -> Thing:
        """The bank has answered."""
        card = self.intent_cards[intent["id"]]
        if decline:
            code = _CODES.get(decline, "card_declined")
            method = blank(stripe.PaymentMethod, id=intent["payment_method"], created=now())
            method |= {"type": "card", "card": blank(stripe.PaymentMethod.Card, **_shown(card))}
            error = {
                "type": "card_error", "code": code, "decline_code": None if code == _UNPROVEN else decline,
                "message": "Your card was declined.", "payment_method": method,
            }  # fmt: skip
            intent |= {"status": "requires_payment_method", "last_payment_error": error, "next_action": None}
            self._tell(self.account, "payment_intent.payment_failed", intent)
            shown = {key: value for key, value in error.items() if key not in ("type", "message")}
            raise Refusal(402, "card_error", error["message"], **shown, payment_intent=copy.deepcopy(intent))
        charge = self._charge(intent, card)
        intent |= {
            "status": "succeeded",
            "amount_received": intent["amount"],
            "latest_charge": charge["id"],
            "next_action": None,
        }
        self._tell(self.account, "payment_intent.succeeded", intent)
        if card.disputed:
            self.dispute(intent["id"])
        return intent

    def cancel_intent(self, name: str) -> Thing:
        """Only what has not ended."""
        intent = self.get("payment_intent", name)
        if intent["status"] in ("succeeded", "canceled"):
            message = f"You cannot cancel this PaymentIntent because it has a status of {intent['status']}."
            raise Refusal(400, "invalid_request_error", message, code="payment_intent_unexpected_state")
        intent |= {"status": "canceled", "canceled_at": now(), "next_action": None}
        self._tell(self.account, "payment_intent.canceled", intent)
        return intent

    def refund(self, params: Thing) -> Thing:
        """Up to what is left."""
        intent = self.get("payment_intent", params["payment_intent"])
        charge = self.things.get(intent["latest_charge"] or "")
        amount = int(params.get("amount", intent["amount"]))
        if charge is None or amount > charge["amount"] - charge["amount_refunded"]:
            raise Refusal(400, "invalid_request_error", "Refund amount is greater than unrefunded amount on charge.")
        charge["amount_refunded"] += amount
        charge["refunded"] = charge["amount_refunded"] == charge["amount"]
        made = self.keep(
            stripe.Refund, "re", amount=amount, currency=charge["currency"], charge=charge["id"],
            payment_intent=intent["id"], status="succeeded", metadata=params.get("metadata", {}),
        )  # fmt: skip
        back = fees.given_back(self, charge, amount) if params.get("refund_application_fee") == "true" else 0
        made["balance_transaction"] = self.move("refund", made, -amount, platform_fee=-back)["id"]
        self._tell(self.account, "refund.created", made)
        return made

    def dispute(self, intent_id: str, reason: str = "fraudulent") -> Thing:
        """The bank takes it back for now."""
        intent = self.get("payment_intent", intent_id)
        charge = self.things[intent["latest_charge"]]
        made = self.keep(
            stripe.Dispute, "dp", amount=charge["amount"], currency=charge["currency"], charge=charge["id"],
            payment_intent=intent_id, reason=reason, status="needs_response",
        )  # fmt: skip
        made["evidence_details"]["due_by"] = now() + 9 * 86_400
        charge["disputed"] = True
        self.move("adjustment", made, -charge["amount"], DISPUTE_FEE, "dispute")
        made["balance_transactions"] = [dict(self.movements[-1])]
        self._tell(self.account, "charge.dispute.created", made)
        return made

    def decide(self, dispute_id: str, *, won: bool) -> Thing:
        """The bank has decided."""
        dispute = self.get("dispute", dispute_id)
        dispute["status"] = "won" if won else "lost"
        if won:
            self.move("adjustment", dispute, dispute["amount"], 0, "dispute_reversal")
        self._tell(self.account, "charge.dispute.closed", dispute)
        return dispute

    def pay_out(self, currency: str) -> Thing:
        """The whole balance."""
        amount = self.balance(currency)
        made = self.keep(
            stripe.Payout, "po", amount=amount, currency=currency, status="paid", method="standard", type="bank_account"
        )
        self.move("payout", made, -amount)
        self._tell(self.account, "payout.paid", made)
        return made

    def refuse_payout(self, name: str, message: str = "The bank account has been closed.") -> Thing:
        """The bank sends a payout back."""
        made = self.get("payout", name)
        made |= {"status": "failed", "failure_code": "account_closed", "failure_message": message}
        self.move("payout_failure", made, made["amount"], category="payout_reversal")
        self._tell(self.account, "payout.failed", made)
        return made

    def detach(self, name: str) -> Thing:
        """A payment method leaves its customer."""
        method = self.get("payment_method", name)
        if method["customer"] is None:
            raise Refusal(
                400, "invalid_request_error", "The payment method you provided is not attached to a customer."
            )
        method["customer"] = None
        return method

    def _saved(self, name: str, params: Thing) -> Card:
        method = self.things.get(name)
        if method is None or method["customer"] != params.get("customer") or method["customer"] is None:
            raise Refusal(400, "invalid_request_error", f"No such PaymentMethod: '{name}'", code="resource_missing")
        return self.cards[name]

    def _kept(self, card: Card, customer: str) -> str:
        method = self.keep(stripe.PaymentMethod, "pm", type="card", customer=customer)
        method["card"] = blank(stripe.PaymentMethod.Card, **_shown(card))
        self.cards[method["id"]] = card
        return str(method["id"])

    def _charge(self, intent: Thing, card: Card) -> Thing:
        name = intent["payment_method"]
        if intent["setup_future_usage"] and intent["customer"]:
            name = self._kept(card, intent["customer"])
        intent["payment_method"] = name
        details = blank(stripe.Charge.PaymentMethodDetails, type="card")
        details["card"] = blank(stripe.Charge.PaymentMethodDetails.Card, **_shown(card))
        charge = self.keep(
            stripe.Charge, "ch", amount=intent["amount"], amount_captured=intent["amount"], currency=intent["currency"],
            captured=True, paid=True, status="succeeded", payment_intent=intent["id"], payment_method=name,
            payment_method_details=details, metadata=intent["metadata"], transfer_group=intent["transfer_group"],
            application_fee_amount=intent["application_fee_amount"], customer=intent["customer"],
        )  # fmt: skip
        fee = charge["amount"] * FEE_PERCENT // 1000 + FEE_FIXED
        kept = fees.keep_back(self, charge)
        charge["balance_transaction"] = self.move("charge", charge, charge["amount"], fee, platform_fee=kept)["id"]
        return charge

    def move(
        self, kind: str, source: Thing, amount: int, fee: int = 0, category: str = "", platform_fee: int = 0
    ) -> Thing:
        """One line of the account's balance."""
        parts = {"stripe_fee": fee, "application_fee": platform_fee}
        details = [
            blank(stripe.BalanceTransaction.FeeDetail, amount=part, currency=source["currency"], type=name)
            for name, part in parts.items()
            if part
        ]
        whole = fee + platform_fee
        row = self.keep(
            stripe.BalanceTransaction, "txn", amount=amount, fee=whole, net=amount - whole,
            currency=source["currency"], available_on=now(), reporting_category=category or kind, source=source["id"],
            status="available", type=kind, balance_type="payments", fee_details=details,
        )  # fmt: skip
        self.movements.append(row)
        return row

    def balance(self, currency: str) -> int:
        """What the account has."""
        return sum(row["net"] for row in self.movements if row["currency"] == currency)

    def keep(self, cls: type, prefix: str, **values: Any) -> Thing:
        """A new thing with an id."""
        thing = blank(cls, id=f"{prefix}_{secrets.token_hex(10)}", **values)
        if "created" in thing:
            thing["created"] = now()
        self.things[thing["id"]] = thing
        return thing


def _shown(card: Card) -> Thing:
    return {"brand": card.brand, "last4": card.last4, "exp_month": 8, "exp_year": 2040}


def now() -> int:
    """As Stripe counts time."""
    return int(time.time())
