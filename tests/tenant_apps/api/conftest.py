"""A program of okafor that may do everything, and a courier for what the tests sell."""

from collections.abc import Iterator

import pytest

from marque.kit.commands import registry
from tests.tenant_apps.programs import Program, a_program


@pytest.fixture
def books(okafor, in_okafor) -> Program:
    """A program of the business the test is in."""
    return a_program(okafor)


@pytest.fixture
def parcels() -> Iterator[None]:
    """Somebody delivers what the tests sell."""
    for kind in ("fulfil.parcel", "withdraw.parcel"):
        registry.command(kind)(lambda **_payload: None)
    yield
    for kind in ("fulfil.parcel", "withdraw.parcel"):
        registry.forget(kind)
