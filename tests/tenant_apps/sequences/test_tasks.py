import pytest

from marque.kit.tenancy.context import require_tenant
from shared_apps.tenants.actions import change_state
from shared_apps.tenants.models import Tenant
from tenant_apps.sequences import tasks


@pytest.mark.parametrize(("state", "asked"), [("active", 1), ("suspended", 0)])
def test_sweep_leaves_a_suspended_business_silent(okafor, monkeypatch, state, asked) -> None:
    change_state(tenant=Tenant.objects.get(id=okafor.id), state=state, by="operator")
    visited: list[str] = []
    monkeypatch.setattr(tasks.send_due, "delay", lambda: visited.append(require_tenant().slug))

    tasks.sweep_sequences()

    assert visited.count("okafor") == asked
