"""A Razorpay of our own, for tests: orders, attempts, refunds, disputes, signed webhooks, over real HTTP."""

from tests.doubles.razorpay.server import RazorpayDouble

__all__ = ["RazorpayDouble"]
