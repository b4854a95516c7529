import pytest

from shared_apps.agencies.actions import create_agency
from shared_apps.agencies.models import Agency


@pytest.fixture
def northwind(db) -> Agency:
    """An agency with room for three businesses."""
    return create_agency(slug="northwind", name="Northwind", limit=3, by="tests")
