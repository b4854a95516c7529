"""The story of docs/acceptance with a few tenants."""

import subprocess
import sys

import pytest
from django.conf import settings


@pytest.mark.slow
@pytest.mark.xdist_group("journeys")  # it brings servers of its own: one at a time
@pytest.mark.django_db(databases=[])
def test_an_agencys_fleet_from_nothing_to_proof():
    command = [sys.executable, "-m", "docs.acceptance.fleet", "--tenants", "5"]

    told = subprocess.run(command, cwd=settings.ROOT, capture_output=True, text=True)

    assert told.returncode == 0, told.stdout[-3000:] + told.stderr[-4000:]
    assert told.stdout.rstrip().endswith("Everything held.")
