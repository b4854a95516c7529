"""A school to write down, and the ways to it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from marque.kit.tenancy.context import CurrentTenant
from provisioning.manifest.file import Wanted, parse
from provisioning.manifest.media import Media
from provisioning.manifest.pull import pull
from shared_apps.tenants.models import Tenant
from tests.kit.serialise.conftest import make_school


@pytest.fixture
def school(in_okafor: CurrentTenant) -> CurrentTenant:
    """Okafor with a course, an offer, pages and a sequence; the test is inside."""
    make_school()
    return in_okafor


@pytest.fixture
def pulled(school: CurrentTenant) -> str:
    """Okafor as YAML."""
    return pull(tenant=Tenant.objects.get(slug="okafor"))


@pytest.fixture
def said(tmp_path: Path) -> Callable[[str], list[Wanted]]:
    """A text as a manifest whose files lie in tmp_path/media."""
    return lambda text: parse(text.encode(), "marque.yaml", Media(tmp_path))
