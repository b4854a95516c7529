"""The stories of docs/acceptance, each with a few of everything."""

import pytest

from tests.acceptance.told import told

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(databases=[]),
]


def test_an_agencys_fleet_from_nothing_to_proof():
    told("fleet", "--tenants", "5")


def test_a_storm_of_webhooks_with_a_worker_that_dies():
    told("storm", "--orders", "30", "--kills", "2")
