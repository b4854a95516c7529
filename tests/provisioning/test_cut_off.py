"""kill -9 in the middle of an import or a fork: nothing half made is served, and the same command finishes the job."""

import os
import signal
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connections

from provisioning.capsule.sending import export_tenant
from provisioning.capsule.taking_in import import_capsule
from provisioning.forks.making import fork_tenant
from provisioning.places import places_of
from provisioning.summing import sums_of
from shared_apps.tenants.models import Tenant

_WORKS = {
    "import": "import_capsule(path=Path(sys.argv[2]), slug='school-cut', by='tests', progress=step)",
    "fork": "fork_tenant(tenant=Tenant.objects.get(slug='school'), slug='school-cut', by='tests', progress=step)",
}
_SCRIPT = """
import os, signal, sys
from pathlib import Path
import django
django.setup()
from provisioning.capsule.taking_in import import_capsule
from provisioning.forks.making import fork_tenant
from shared_apps.tenants.models import Tenant
def step(name):
    if name.startswith(sys.argv[1]):
        os.kill(os.getpid(), signal.SIGKILL)
"""


def killed_at(step: str, work: str, file, media) -> int:
    """Run the work in a process of its own that is killed when it says the step; its exit code."""
    database = connections["default"].settings_dict["NAME"]
    urls = ("DATABASE_URL", "DATABASE_CONTROL_URL", "DATABASE_OWNER_URL")
    own = {name: os.environ[name].rpartition("/")[0] + f"/{database}" for name in urls}
    path = {"PYTHONPATH": f"{settings.ROOT}/platform:{settings.ROOT}", "MARQUE_DATA": str(media.parent)}
    command = [sys.executable, "-c", _SCRIPT + _WORKS[work], step, str(file)]
    return subprocess.run(command, cwd=settings.ROOT, env=os.environ | own | path, check=False).returncode


@pytest.mark.parametrize("work", ["import", "fork"])
@pytest.mark.parametrize("step", ["Loading people_person", "Opening"])
def test_it_is_killed_and_run_again(school, tmp_path, count_schemas, work, step):
    row = Tenant.objects.prefetch_related("domains").get(slug="school")
    file = tmp_path / "school.capsule"
    export_tenant(row=row, target=file, by="tests", progress=lambda step: None)
    before = count_schemas()

    assert killed_at(step, work, file, settings.MEDIA_ROOT) == -signal.SIGKILL

    assert not Tenant.objects.filter(slug="school-cut", state="active").exists()
    if work == "import":
        made = import_capsule(path=file, slug="school-cut", by="tests")
    else:
        made = fork_tenant(tenant=row, slug="school-cut", by="tests")
    assert count_schemas() == before + 1
    there, here = (sums_of(tenant.schema_name, places_of(tenant)) for tenant in (school, made))
    assert there == here
    assert {folder.name for folder in (settings.MEDIA_ROOT / "tenants").iterdir()} == {str(school.id), str(made.id)}
