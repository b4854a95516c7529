"""What the walks share."""

from collections.abc import Iterator

import pytest
from django.utils import timezone

from marque.kit import clock


@pytest.fixture
def one_moment() -> Iterator[None]:
    """Signed addresses carry the time, and pages the year: two answers of different seconds would differ by it."""
    with clock.fixed(timezone.now()):
        yield
