"""A tenant that a file makes: there as the file says, or not at all."""

from pathlib import Path

import pytest

from marque.kit.tenancy.context import enter
from provisioning.manifest import apply as module
from provisioning.manifest.apply import apply
from provisioning.manifest.file import load
from provisioning.manifest.plan import plan_for
from shared_apps.tenants.models import Tenant
from tenant_apps.accounts.models import RoleAssignment
from tests.provisioning.killing import killed_at
from tests.provisioning.trial import cleared

__all__ = ["cleared"]

NEW = """
tenant: trial-new
name: New
owner: ann@example.com
team:
  - {email: bob@example.com, role: owner}
pages:
  home: {title: Front}
  children:
    - text: {slug: about, title: About}
"""


@pytest.fixture
def file(cleared, tmp_path) -> Path:
    path = tmp_path / "marque.yaml"
    path.write_text(NEW)
    return path


def test_killed_before_it_is_as_the_file_says_it_is_made_by_running_it_again(file):
    code = f"""
from pathlib import Path
from provisioning.manifest import apply as module
from provisioning.manifest.file import load
module.carry_out = lambda *given: die("now")
module.apply(wanted=load(Path({str(file)!r})), by="tests")
"""
    assert killed_at("now", code)  # it came so far in a process that knows no tenant: pages were planned
    assert Tenant.objects.get(slug="trial-new").state == "provisioning"

    (done,) = apply(wanted=load(file), by="tests")

    assert done.created
    with enter(Tenant.objects.get(slug="trial-new").as_current()):
        assert list(RoleAssignment.objects.values_list("user__email", "role")) == [("bob@example.com", "owner")]
    assert not plan_for(load(file)[0])


def test_one_that_cannot_be_filled_leaves_nothing(file, monkeypatch):
    monkeypatch.setattr(module, "carry_out", lambda *given: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        apply(wanted=load(file), by="tests")

    assert not Tenant.objects.filter(slug="trial-new").exists()
