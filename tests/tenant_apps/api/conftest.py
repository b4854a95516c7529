"""A program of okafor that may do everything, and a courier for what the tests sell."""

import pytest

from tests.tenant_apps.programs import Program, a_program


@pytest.fixture
def books(okafor, in_okafor) -> Program:
    """A program of the business the test is in."""
    return a_program(okafor)
