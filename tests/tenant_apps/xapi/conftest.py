"""A store of learning records, and a business that named it."""

from collections.abc import Iterator

import pytest

from tenant_apps.xapi import actions
from tenant_apps.xapi.models import RecordStore
from tests.doubles.lrs import LrsDouble
from tests.tenant_apps.programs import owner_of


@pytest.fixture
def lrs(settings) -> Iterator[LrsDouble]:
    """A store that listens."""
    with LrsDouble() as listening:
        settings.OUTBOUND_EXEMPT = [listening.place]
        yield listening


@pytest.fixture
def store(okafor, in_okafor, lrs) -> RecordStore:
    """It is told everything."""
    return actions.save_store(url=lrs.endpoint, username="key", password="secret", by=owner_of(okafor))
