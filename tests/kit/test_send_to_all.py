"""Work that is sent to every tenant, each in its own name."""

from types import SimpleNamespace
from typing import Any

import pytest

from marque.kit.tenancy.context import CurrentTenant, current_tenant, require_tenant
from marque.kit.tenancy.tasks import send_to_all
from shared_apps.tenants.actions import change_state
from shared_apps.tenants.models import Tenant


@pytest.fixture
def sent() -> Any:
    """A task that notes where it was sent from."""
    places: list[str] = []
    return SimpleNamespace(places=places, delay=lambda: places.append(require_tenant().slug))


def test_send_to_all_reaches_every_tenant_in_its_own_name(okafor, other, platform, sent) -> None:
    change_state(tenant=Tenant.objects.get(id=other.id), state="suspended", by="operator")
    Tenant.objects.filter(id=okafor.id).update(safe_mode=True)

    send_to_all(sent)

    assert sorted(sent.places) == ["okafor", "other", "platform"]
    assert current_tenant() is None


@pytest.mark.parametrize("change", [{"state": "suspended"}, {"safe_mode": True}])
def test_send_to_all_outward_leaves_out_who_may_not_act(okafor: CurrentTenant, sent, change) -> None:
    Tenant.objects.filter(id=okafor.id).update(**change)

    send_to_all(sent, outward=True)

    assert sorted(sent.places) == ["other", "platform"]
