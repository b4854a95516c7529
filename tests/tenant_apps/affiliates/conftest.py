from collections.abc import Iterator

import pytest
from django.core.cache import caches

from marque.kit.pagecache import store
from tests.tenant_apps.ledger.conftest import _parcels  # noqa: F401  (somebody delivers what is sold)


@pytest.fixture
def kept_pages(settings, in_okafor) -> Iterator[None]:
    """The page cache is on, and empty."""
    settings.PAGE_CACHE = True
    caches["pages"].clear()
    store._near.clear()
    yield
    caches["pages"].clear()
    store._near.clear()
