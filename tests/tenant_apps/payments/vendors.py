"""Businesses that take payments through PayPal, Razorpay or by hand, over HTTP against the doubles."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tenant_apps.payments import actions as payments
from tests.doubles.paypal import PayPalDouble
from tests.doubles.paypal.server import KEYS as PAYPAL_KEYS
from tests.doubles.razorpay import RazorpayDouble
from tests.doubles.razorpay.server import KEYS as RAZORPAY_KEYS

BY = "ada@okafor.example"
MANUAL_KEYS = {
    "holder": "Okafor Ltd",
    "iban": "DE89370400440532013000",
    "bic": "COBADEFFXXX",
    "cash": "At the studio, any weekday.",
    "invoice": "",
    "due_days": "14",
}


def use(gateway: str, keys: dict[str, str]) -> None:
    """Connect it and take payments through it."""
    payments.connect_gateway(gateway=gateway, keys=keys, by=BY)
    payments.choose_gateway(gateway=gateway, merchant="creator", by=BY)


@contextmanager
def paypal(settings: Any) -> Iterator[PayPalDouble]:
    """The current business is on PayPal."""
    with PayPalDouble() as running:
        settings.PAYPAL_API = running.url
        use("paypal", PAYPAL_KEYS)
        yield running


@contextmanager
def razorpay(settings: Any) -> Iterator[RazorpayDouble]:
    """The current business is on Razorpay, and may take dollars."""
    with RazorpayDouble() as running:
        settings.RAZORPAY_API = running.url
        use("razorpay", RAZORPAY_KEYS | {"currencies": "USD"})
        yield running
