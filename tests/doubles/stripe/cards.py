"""Stripe's own test payment methods that the double knows."""

from dataclasses import dataclass
from typing import Any

from tests.doubles.stripe.wire import Refusal


@dataclass(frozen=True)
class Card:
    """`declines` is a decline code; `later` one for charges without the owner; `asks` wants 3-D Secure."""

    brand: str = "visa"
    last4: str = "4242"
    declines: str = ""
    later: str = ""
    asks: bool = False
    disputed: bool = False

    def details(self) -> dict[str, Any]:
        """As `payment_method_details` shows it."""
        return {"type": "card", "card": {"brand": self.brand, "last4": self.last4, "exp_month": 8, "exp_year": 2040}}


CARDS = {
    "pm_card_visa": Card(),
    "pm_card_mastercard": Card(brand="mastercard", last4="4444"),
    "pm_card_visa_chargeDeclined": Card(last4="0002", declines="generic_decline"),
    "pm_card_visa_chargeDeclinedInsufficientFunds": Card(last4="9995", declines="insufficient_funds"),
    "pm_card_visa_chargeDeclinedLostCard": Card(last4="9987", declines="lost_card"),
    "pm_card_threeDSecure2Required": Card(last4="3155", asks=True, later="authentication_required"),
    "pm_card_threeDSecureRequiredChargeDeclined": Card(last4="3178", asks=True, declines="insufficient_funds"),
    "pm_card_chargeCustomerFail": Card(last4="0341", later="insufficient_funds"),
    "pm_card_createDispute": Card(last4="0259", disputed=True),
}


def card_of(name: str) -> Card:
    """A test card; Stripe's error for any other."""
    if name not in CARDS:
        message = f"No such PaymentMethod: '{name}'"
        raise Refusal(400, "invalid_request_error", message, code="resource_missing", param="payment_method")
    return CARDS[name]
