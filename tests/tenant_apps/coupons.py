"""A coupon for tests."""

from tenant_apps.catalog import actions as catalog
from tenant_apps.catalog.actions import CouponTerms
from tenant_apps.catalog.models import Coupon


def a_coupon(code: str = "", **terms: object) -> Coupon:
    """A coupon with a code; 10% unless an amount or another percentage is said."""
    about = {"title": "Harbour Notes", "percent": None if terms.get("off") else 10, "off": {}, "minimum": {}, **terms}
    coupon = catalog.save_coupon(terms=CouponTerms(**about), offers=[])
    if code:
        catalog.add_code(coupon=coupon, code=code)
    return coupon
