"""Stripe's own test payment methods that the double knows."""

from dataclasses import dataclass

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
    # paid on somebody else's pages, where the buyer is led and comes back from
    redirects: bool = False
    # Stripe's name of the way to pay; and: its bank takes days to answer
    kind: str = "card"
    waits: bool = False


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
    "pm_klarna": Card(last4="", asks=True, redirects=True, kind="klarna"),
    # https://docs.stripe.com/payments/sepa-debit/accept-a-payment#test-your-integration
    "pm_success_at": Card(last4="3201", kind="sepa_debit", waits=True),
    "pm_failed_at": Card(last4="3202", kind="sepa_debit", waits=True, declines="debit_not_authorized"),
    "pm_insufficientFunds_at": Card(last4="2227", kind="sepa_debit", waits=True, declines="insufficient_funds"),
    "pm_disputed_at": Card(last4="3203", kind="sepa_debit", waits=True, disputed=True),
}
# what the stand-in for Stripe.js makes of a number that was typed; none of them is a card of anybody
NUMBERS = {
    "4242424242424242": "pm_card_visa",
    "5555555555554444": "pm_card_mastercard",
    "4000000000000002": "pm_card_visa_chargeDeclined",
    "4000000000009995": "pm_card_visa_chargeDeclinedInsufficientFunds",
    "4000002500003155": "pm_card_threeDSecure2Required",
    "4000008400001629": "pm_card_threeDSecureRequiredChargeDeclined",
    "4000000000000341": "pm_card_chargeCustomerFail",
    "4000000000000259": "pm_card_createDispute",
}
IBANS = {
    "AT611904300234573201": "pm_success_at",
    "AT861904300235473202": "pm_failed_at",
    "AT981904300002222227": "pm_insufficientFunds_at",
    "AT591904300235473203": "pm_disputed_at",
}


def typed(text: str) -> str:
    """What a number of a card or an account stands for; Stripe's error for any other."""
    number = "".join(sign for sign in text.upper() if sign.isalnum())
    found = NUMBERS.get(number) or IBANS.get(number)
    if found is None:
        words = "IBAN" if number[:2].isalpha() else "card number"
        raise Refusal(402, "card_error", f"Your {words} is invalid.", code="incorrect_number")
    return found


def card_of(name: str) -> Card:
    """A test card; Stripe's error for any other."""
    if name not in CARDS:
        message = f"No such PaymentMethod: '{name}'"
        raise Refusal(400, "invalid_request_error", message, code="resource_missing", param="payment_method")
    return CARDS[name]
