"""What the double remembers of one account, and what happens there."""

import copy
import secrets
import time
from collections.abc import Callable
from typing import Any

import stripe

from tests.doubles.stripe import debits, faces, fees
from tests.doubles.stripe.cards import Card, card_of
from tests.doubles.stripe.types import blank
from tests.doubles.stripe.wire import Refusal, missing

Thing = dict[str, Any]
_UNPROVEN = "payment_intent_authentication_failure"
_CODES = {"authentication_required": "authentication_required", "authentication_failed": _UNPROVEN}
_OF_OTHER_WAYS = {"authentication_failed": "payment_method_customer_decline"}
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
        self.books_refunds_later, self.unbooked = False, []  # until `book_refunds`

    def get(self, kind: str, name: str) -> Thing:
        """A thing by its id."""
        if name not in self.things or self.things[name]["object"] != kind:
            raise missing(kind, name)
        return self.things[name]

    def create_customer(self, params: Thing) -> Thing:
        """A customer."""
        return self.keep(stripe.Customer, "cus", email=params.get("email"), metadata=params.get("metadata", {}))

    def create_intent(self, params: Thing, *, agreed: bool = False) -> Thing:
        """A PaymentIntent, confirmed at once. `agreed`: on Stripe's own page the buyer has said yes to a mandate."""
        agreed = agreed or "confirmation_token" in params
        name = params.get("payment_method") or self.token(params)
        off_session = params.get("off_session") == "true"
        card = self._saved(name, params) if off_session else card_of(name)
        if card.kind == "sepa_debit" and off_session:
            agreed = bool(debits.standing(self, name))
        debits.permit(card, params, agreed=agreed)
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
            payment_method_types=[card.kind],
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
        if card.waits:
            intent["latest_charge"] = self._charge(intent, card)["id"]
            self._tell(self.account, "payment_intent.processing", intent)
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
        name = params.get("payment_method") or self.token(params)
        card = card_of(name)
        debits.permit(card, params, agreed="confirmation_token" in params)
        made = self.keep(
            stripe.SetupIntent, "seti", customer=params["customer"], usage=params.get("usage", "off_session"),
            metadata=params.get("metadata", {}), payment_method_types=[card.kind], status="succeeded",
        )  # fmt: skip
        if card.asks:
            return made | {"status": "requires_action"}
        if card.declines:
            said = {"code": "card_declined", "decline_code": card.declines}
            raise Refusal(402, "card_error", "Your card was declined.", **said)
        made["payment_method"] = self._kept(card, params["customer"])
        if card.kind == "sepa_debit":
            made["mandate"] = debits.mandate(self, made["payment_method"], lasting=True)
        return made

    def token(self, params: Thing) -> str:
        """What a confirmation token stands for; each holds once, as at Stripe."""
        from tests.doubles.stripe.domains import check_allowed  # it needs the books

        name = params.get("confirmation_token", "")
        if not name.startswith("ctoken_") or name not in self.things:
            raise Refusal(
                400, "invalid_request_error", f"No such confirmation token: '{name}'", code="resource_missing"
            )
        check_allowed(self.things[name], params)
        return str(self.things.pop(name)["payment_method"])

    def settle(self, intent: Thing, decline: str) -> Thing:
        """The bank has answered."""
        card = self.intent_cards[intent["id"]]
        if decline:
            is_card = card.kind == "card"
            code = _CODES.get(decline, "card_declined") if is_card else _OF_OTHER_WAYS.get(decline, decline)
            method = faces.method(card, id=intent["payment_method"], created=now())
            error = {
                "type": "card_error", "code": code, "decline_code": decline if is_card and code != _UNPROVEN else None,
                "message": "Your card was declined.", "payment_method": method,
            }  # fmt: skip
            if intent["latest_charge"]:
                self.things[intent["latest_charge"]] |= {"status": "failed", "failure_code": code}
            intent |= {"status": "requires_payment_method", "last_payment_error": error, "next_action": None}
            self._tell(self.account, "payment_intent.payment_failed", intent)
            shown = {key: value for key, value in error.items() if key not in ("type", "message")}
            raise Refusal(402, "card_error", error["message"], **shown, payment_intent=copy.deepcopy(intent))
        charge = self.things.get(intent["latest_charge"] or "") or self._charge(intent, card)
        self._take(charge)
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
        if intent["status"] in ("succeeded", "canceled", "processing"):
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
        if charge is None or not charge["paid"] or amount > charge["amount"] - charge["amount_refunded"]:
            raise Refusal(400, "invalid_request_error", "Refund amount is greater than unrefunded amount on charge.")
        charge["amount_refunded"] += amount
        charge["refunded"] = charge["amount_refunded"] == charge["amount"]
        made = self.keep(
            stripe.Refund, "re", amount=amount, currency=charge["currency"], charge=charge["id"],
            payment_intent=intent["id"], status="succeeded", metadata=params.get("metadata", {}),
        )  # fmt: skip
        gives_fee = params.get("refund_application_fee") == "true"
        if self.books_refunds_later:
            made |= {"status": "pending", "balance_transaction": None}
            self.unbooked.append((made, gives_fee))
        else:
            self._book_refund(made, charge, gives_fee)
        self._tell(self.account, "refund.created", made)
        return made

    def book_refunds(self) -> None:
        """What waited for money in the balance goes now."""
        while self.unbooked:
            made, gives_fee = self.unbooked.pop()
            self._book_refund(made, self.things[made["charge"]], gives_fee)
            made["status"] = "succeeded"
            self._tell(self.account, "refund.updated", made)

    def _book_refund(self, made: Thing, charge: Thing, gives_fee: bool) -> None:
        back = fees.given_back(self, charge, made["amount"]) if gives_fee else 0
        made["balance_transaction"] = self.move("refund", made, -made["amount"], platform_fee=-back)["id"]

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
        if self.intent_cards[intent_id].kind == "sepa_debit":
            debits.call_back(self, made, charge)
        else:
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
        method = self.keep(stripe.PaymentMethod, "pm", customer=customer)
        method |= faces.method(card, **{name: method[name] for name in ("id", "created", "customer")})
        self.cards[method["id"]] = card
        return str(method["id"])

    def _charge(self, intent: Thing, card: Card) -> Thing:
        name, mandate = intent["payment_method"], None
        known = name in self.cards
        if intent["setup_future_usage"] and intent["customer"]:
            name = self._kept(card, intent["customer"])
        intent["payment_method"] = name
        if card.kind == "sepa_debit":
            lasting = bool(intent["setup_future_usage"])
            mandate = debits.standing(self, name) if known else debits.mandate(self, name, lasting=lasting)
        return self.keep(
            stripe.Charge, "ch", amount=intent["amount"], amount_captured=intent["amount"], currency=intent["currency"],
            captured=True, paid=False, status="pending", payment_intent=intent["id"], payment_method=name,
            payment_method_details=faces.details(card, mandate=mandate), metadata=intent["metadata"],
            application_fee_amount=intent["application_fee_amount"], customer=intent["customer"],
            transfer_group=intent["transfer_group"],
        )  # fmt: skip

    def _take(self, charge: Thing) -> None:
        charge |= {"status": "succeeded", "paid": True}
        fee = charge["amount"] * FEE_PERCENT // 1000 + FEE_FIXED
        kept = fees.keep_back(self, charge)
        charge["balance_transaction"] = self.move("charge", charge, charge["amount"], fee, platform_fee=kept)["id"]

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


def now() -> int:
    """As Stripe counts time."""
    return int(time.time())
