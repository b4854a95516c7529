"""Operators see how safe the businesses are, and are alarmed in time."""

from datetime import timedelta

from django.utils import timezone

from shared_apps.copies.models import Backup, Drill
from shared_apps.tenants.models import Tenant


def put(tenant, *, hours: int, days: int) -> None:
    """A backup so many hours old, and a drill so many days old."""
    now = timezone.now()
    at = now - timedelta(hours=hours)
    backup = Backup.objects.create(tenant_id=tenant.id, slug=tenant.slug, taken_at=at, path="x", engine="0")
    passed = now - timedelta(days=days)
    Drill.objects.create(tenant_id=tenant.id, slug=tenant.slug, backup=backup, started_at=passed, passed_at=passed)


def test_all_is_well_when_everybody_is_backed_up_and_proven(operator, okafor, other, platform):
    for tenant in (okafor, other, platform):
        put(tenant, hours=20, days=3)

    page = operator.get("/console/backups/")

    assert (page.context["late"], page.context["unproven"]) == (0, 0)
    assert "All 3 were backed up, and their backups proven." in page.text


def test_what_is_too_old_is_told_first(operator, okafor, other, platform):
    put(okafor, hours=31, days=9)
    put(other, hours=1, days=1)
    put(platform, hours=1, days=1)
    Backup.objects.create(
        tenant_id=okafor.id, slug="okafor", taken_at=timezone.now(), engine="0", error="There was no room left."
    )

    page = operator.get("/console/backups/")

    assert [row.slug for row, *_rest in page.context["page"]][0] == "okafor"
    assert (page.context["late"], page.context["unproven"]) == (1, 1)
    assert "There was no room left." in page.text


def test_a_tenant_that_never_was_backed_up_alarms_after_its_first_night(operator, okafor):
    assert operator.get("/console/backups/").context["late"] == 0
    Tenant.objects.filter(id=okafor.id).update(created_at=timezone.now() - timedelta(days=2))

    assert operator.get("/console/backups/").context["late"] == 1
