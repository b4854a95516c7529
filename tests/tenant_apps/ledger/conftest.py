import pytest


@pytest.fixture(autouse=True)
def _parcels(parcels) -> None:
    """Somebody delivers what is sold."""
