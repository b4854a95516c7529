"""A PayPal of our own, for tests: orders, captures, refunds, disputes, reports, signed webhooks, over real HTTP."""

from tests.doubles.paypal.server import PayPalDouble

__all__ = ["PayPalDouble"]
