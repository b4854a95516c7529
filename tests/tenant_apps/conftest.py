from collections.abc import Iterator

import pytest

from marque.kit.commands import registry


@pytest.fixture
def parcels() -> Iterator[None]:
    """Somebody delivers what the tests sell."""
    for kind in ("fulfil.parcel", "withdraw.parcel"):
        registry.command(kind)(lambda **_payload: None)
    yield
    for kind in ("fulfil.parcel", "withdraw.parcel"):
        registry.forget(kind)
