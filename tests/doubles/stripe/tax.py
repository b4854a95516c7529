"""Stripe Tax: a few rates by country and state, calculations that last, transactions made from them and reversed."""

import secrets

import stripe

from tests.doubles.stripe.books import Books, Thing, now
from tests.doubles.stripe.types import blank
from tests.doubles.stripe.wire import Refusal, missing

EUROPE = {"DE": "19.0", "FR": "20.0", "AT": "20.0", "IE": "23.0"}
RATES = {**EUROPE, "GB": "20.0", "US-NY": "8.875", "US-CA": "7.25"}
NAMES = {"US": "sales_tax"}


def calculate(books: Books, params: Thing) -> Thing:
    """The tax of each line, for the address that was given."""
    details = params.get("customer_details", {})
    address = details.get("address", {})
    if not address.get("country"):
        raise Refusal(400, "invalid_request_error", "The customer's location isn't recognized.",
                      code="customer_tax_location_invalid")  # fmt: skip
    reverse = _is_reversed(books, details, address)
    rate = "0.0" if reverse else RATES.get("-".join(filter(None, [address["country"], address.get("state")])), "0.0")
    reason = "reverse_charge" if reverse else "standard_rated" if rate != "0.0" else "not_collecting"
    lines = [_line(line, rate, reason, address) for line in params["line_items"]]
    made = blank(stripe.tax.Calculation, id=f"taxcalc_{secrets.token_hex(8)}", currency=params["currency"])
    inside = sum(line["amount_tax"] for line in lines if line["tax_behavior"] == "inclusive")
    on_top = sum(line["amount_tax"] for line in lines if line["tax_behavior"] == "exclusive")
    made |= {"tax_amount_exclusive": on_top, "tax_amount_inclusive": inside, "tax_date": now()}
    made["amount_total"] = sum(line["amount"] for line in lines) + on_top
    made["expires_at"] = now() + 90 * 86_400
    made["customer_details"] = _customer(details, address)
    made["line_items"] = {
        "object": "list", "data": lines, "has_more": False, "url": f"/v1/tax/calculations/{made['id']}/line_items",
    }  # fmt: skip
    books.things[made["id"]] = made
    return made


def commit(books: Books, params: Thing) -> Thing:
    """What was sold."""
    found = books.get("tax.calculation", params["calculation"])
    if any(thing.get("reference") == params["reference"] for thing in _transactions(books)):
        message = f"Transaction with reference {params['reference']} already exists."
        raise Refusal(400, "invalid_request_error", message, code="resource_already_exists")
    return _transaction(books, params, found, "transaction")


def reverse(books: Books, params: Thing) -> Thing:
    """What went back, all or part."""
    found = books.get("tax.transaction", params["original_transaction"])
    if found["type"] != "transaction":
        raise missing("tax transaction", params["original_transaction"])
    made = _transaction(books, params, found, "reversal")
    made["reversal"] = blank(stripe.tax.Transaction.Reversal, original_transaction=found["id"])
    made["flat_amount"] = int(params.get("flat_amount", 0))
    shown = {name: value for name, value in made.items() if name != "flat_amount"}
    books.things[made["id"]] = made
    return shown


def _transactions(books: Books) -> list[Thing]:
    return [thing for thing in books.things.values() if thing["object"] == "tax.transaction"]


def _transaction(books: Books, params: Thing, of: Thing, kind: str) -> Thing:
    made = blank(stripe.tax.Transaction, id=f"tax_{secrets.token_hex(8)}", created=now(), currency=of["currency"])
    made |= {"type": kind, "reference": params["reference"], "tax_date": of["tax_date"], "posted_at": now()}
    made |= {"customer_details": of["customer_details"], "metadata": params.get("metadata", {})}
    books.things[made["id"]] = made
    return made


def _is_reversed(books: Books, details: Thing, address: Thing) -> bool:
    ids = details.get("tax_ids", [])
    return address["country"] in EUROPE and address["country"] != books.house.tax_home and bool(ids)


def _line(line: Thing, rate: str, reason: str, address: Thing) -> Thing:
    amount, inclusive = int(line["amount"]), line.get("tax_behavior") == "inclusive"
    thousandths = round(float(rate) * 1_000)
    whole = 100_000 + thousandths if inclusive else 100_000
    tax = (2 * amount * thousandths + whole) // (2 * whole)
    item = stripe.tax.CalculationLineItem
    made = blank(item, id=f"tax_li_{secrets.token_hex(6)}", amount=amount, amount_tax=tax, quantity=1)
    made |= {"reference": line.get("reference", ""), "tax_behavior": line.get("tax_behavior", "exclusive")}
    made["tax_code"] = line.get("tax_code", "txcd_10000000")
    word = NAMES.get(address["country"], "vat")
    part = blank(item.TaxBreakdown, amount=tax, taxable_amount=amount - tax if inclusive else amount)
    part |= {"taxability_reason": reason, "sourcing": "destination"}
    part["jurisdiction"] = blank(item.TaxBreakdown.Jurisdiction, country=address["country"], level="country")
    part["tax_rate_details"] = blank(
        item.TaxBreakdown.TaxRateDetails, display_name=word.upper().replace("_", " "), percentage_decimal=rate,
        tax_type=word,
    )  # fmt: skip
    made["tax_breakdown"] = [part]
    return made


def _customer(details: Thing, address: Thing) -> Thing:
    made = blank(stripe.tax.Calculation.CustomerDetails, address_source=details.get("address_source", "billing"))
    place = blank(stripe.tax.Calculation.CustomerDetails.Address, country=address["country"])
    made["address"] = place | {"state": address.get("state")}
    made["tax_ids"] = [dict(each) for each in details.get("tax_ids", [])]
    made["taxability_override"] = "none"
    return made
