"""The only writes to waves and to the version ledger."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from shared_apps.operations.audit import record
from shared_apps.releases.models import SchemaVersion, Wave
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.resolve import hosts_changed


@transaction.atomic(using="control")
def start_wave(*, release: str, canaries: list[str], by: str) -> Wave:
    """Write down that a wave is wanted."""
    return Wave.objects.create(release=release, actor=by, canaries=canaries, max_failures=0)


@transaction.atomic(using="control")
def go(*, wave: Wave, jobs: int, max_failures: int, by: str) -> None:
    """Write down that the wave begins, or goes on after it was stopped or cut off."""
    wave.jobs, wave.max_failures, wave.stopped_at, wave.stop_reason = jobs, max_failures, None, ""
    wave.save(update_fields=["jobs", "max_failures", "stopped_at", "stop_reason"])
    data = {"canaries": wave.canaries, "jobs": jobs, "max_failures": max_failures}
    record(by=by, action="wave.go", target=wave.release[:12], data=data)


@transaction.atomic(using="control")
def finish_wave(*, wave: Wave, by: str) -> None:
    """Write down that every tenant was tried."""
    wave.finished_at = timezone.now()
    wave.save(update_fields=["finished_at"])
    record(by=by, action="wave.finished", target=wave.release[:12])


@transaction.atomic(using="control")
def stop_wave(*, wave: Wave, reason: str, by: str) -> None:
    """Write down that the wave ended before every tenant was tried."""
    wave.stopped_at, wave.stop_reason = timezone.now(), reason
    wave.save(update_fields=["stopped_at", "stop_reason"])
    record(by=by, action="wave.stopped", target=wave.release[:12], reason=reason[:500])


@transaction.atomic(using="control")
def note_versions(*, applied: Mapping[UUID, str], wave: Wave | None) -> None:
    """Tenants are at these versions now; those in maintenance because they were not are served again."""
    now = timezone.now()
    _upsert(
        SchemaVersion(tenant_id=tenant_id, applied=version, migrated_at=now, wave=wave)
        for tenant_id, version in applied.items()
    )
    if Tenant.objects.filter(id__in=applied).exclude(maintenance_since=None).update(maintenance_since=None):
        hosts_changed()


@transaction.atomic(using="control")
def note_failure(*, tenant: Tenant, applied: str, error: str, wave: Wave | None, served: bool) -> None:
    """A tenant stays at its version because of an error; one that cannot be served so is put into maintenance."""
    now = timezone.now()
    failed = SchemaVersion(tenant=tenant, applied=applied, wave=wave, error=error[:5000] or "?", failed_at=now)
    before = SchemaVersion.objects.filter(tenant=tenant).first()
    failed.migrated_at = before.migrated_at if before else None
    _upsert([failed])
    if not served and tenant.maintenance_since is None:
        Tenant.objects.filter(id=tenant.id).update(maintenance_since=now)
        hosts_changed()
    data = {"maintenance": not served}
    record(
        by="wave", action="tenant.left-behind", target=tenant.slug, tenant_id=tenant.id, reason=error[:500], data=data
    )


def _upsert(versions: Iterable[SchemaVersion]) -> None:
    SchemaVersion.objects.bulk_create(
        versions,
        update_conflicts=True,
        unique_fields=["tenant"],
        update_fields=["applied", "migrated_at", "wave", "error", "failed_at"],
    )
