"""Tenants that tests really make, and take away again."""

from collections.abc import Iterator

import pytest

from marque.kit.tenancy.context import CurrentTenant
from provisioning.blueprints import Owner
from provisioning.schemas import drop_schema
from provisioning.tenants import create_tenant
from shared_apps.operations.models import Operation
from shared_apps.tenants.models import Tenant


@pytest.fixture
def cleared(real_commits) -> Iterator[None]:
    """Provisioning commits: take what it made away again."""
    yield
    Operation.objects.all().delete()
    for tenant in Tenant.objects.filter(slug__startswith="trial"):
        for schema in filter(None, (tenant.schema_name, tenant.next_schema_name)):
            drop_schema(schema)
        tenant.delete()


def make(slug: str = "trial-school", **fields) -> CurrentTenant:
    """A business named after its slug."""
    given = {"name": "Trial School", "by": "tests", "owner": Owner(email="ann@example.com", name="Ann Ito")}
    return create_tenant(slug=slug, **given | fields)
