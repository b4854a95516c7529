import pytest

from tests.doubles.stripe import StripeDouble


@pytest.fixture
def double(stripe_double) -> StripeDouble:
    """The vendor of the test: Stripe, where a module names no other."""
    return stripe_double
