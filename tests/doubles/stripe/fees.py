"""The platform's fees on direct charges: kept back from each, and given back."""

from typing import TYPE_CHECKING, Any

import stripe

from tests.doubles.stripe.wire import Refusal

if TYPE_CHECKING:
    from tests.doubles.stripe.books import Books, Thing
else:
    Books = Thing = Any
PLATFORM = "acct_platform"


def keep_back(books: Books, charge: Thing) -> int:
    """The fee of a charge goes to the platform's own account."""
    amount = int(charge["application_fee_amount"] or 0)
    if not amount:
        return 0
    platform = books.house.books(PLATFORM)
    fee = platform.keep(
        stripe.ApplicationFee, "fee", amount=amount, account=books.account, charge=charge["id"],
        currency=charge["currency"], application="ca_double",
    )  # fmt: skip
    platform.move("application_fee", fee, amount, category="platform_earning")
    charge["application_fee"] = fee["id"]
    return amount


def given_back(books: Books, charge: Thing, amount: int) -> int:
    """In proportion to what was refunded; all that is left of it once all was."""
    if not charge["application_fee"]:
        return 0
    fee = books.house.books(PLATFORM).get("application_fee", charge["application_fee"])
    left = fee["amount"] - fee["amount_refunded"]
    whole = charge["amount_refunded"] == charge["amount"] == amount
    back = left if whole else min(fee["amount"] * amount // charge["amount"], left)
    return _back(books, fee, back)["amount"] if back else 0


def refund(books: Books, params: Thing, name: str) -> Thing:
    """Of its own, whatever becomes of the charge."""
    fee = books.get("application_fee", name)
    amount = int(params.get("amount", fee["amount"] - fee["amount_refunded"]))
    if amount > fee["amount"] - fee["amount_refunded"]:
        raise Refusal(400, "invalid_request_error", "Refund amount is greater than fee amount left.")
    connected = books.house.books(fee["account"])
    made = _back(connected, fee, amount)
    connected.things[made["id"]] = made
    connected.move("adjustment", made, amount, category="other_adjustment")
    return made


def _back(books: Books, fee: Thing, amount: int) -> Thing:
    platform = books.house.books(PLATFORM)
    fee["amount_refunded"] += amount
    fee["refunded"] = fee["amount_refunded"] == fee["amount"]
    made = platform.keep(
        stripe.ApplicationFeeRefund, "fr", amount=amount, currency=fee["currency"], fee=fee["id"], metadata={}
    )
    platform.move("application_fee_refund", made, -amount, category="platform_earning_refund")
    return made
