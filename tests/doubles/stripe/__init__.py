"""A Stripe of our own, for tests: a real HTTP server that keeps state, honours idempotency keys and signs webhooks.

What it is asked and what it answers is measured against the installed SDK's own types, so that it cannot drift.
"""

from tests.doubles.stripe.server import StripeDouble

__all__ = ["StripeDouble"]
