"""A wave: canaries first, then everybody, several at a time; a failing tenant stays behind alone (ADR 16)."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from provisioning import template
from provisioning.spares import refill
from provisioning.waves import fleet, ground
from provisioning.waves.alone import the_only_wave
from provisioning.waves.crew import Crew, Stopped
from provisioning.waves.lint import refuse_unsafe
from provisioning.waves.outcome import Outcome
from shared_apps.releases import actions as ledger
from shared_apps.releases.models import SchemaVersion, Wave
from shared_apps.releases.queries import last_wave
from shared_apps.tenants.models import Tenant

MOST_FAILURES = 5
JOBS = 2


class NothingToResume(Refused):
    """No wave of this release was stopped or cut off."""

    field = "resume"
    message = _("There is no wave to go on with. Run it without --resume.")


class UnknownCanary(Refused):
    """A tenant that was named to go first is not there."""

    field = "canary"
    message = _("There is no such business.")


def run_wave(
    *,
    by: str,
    canaries: Sequence[str] = (),
    jobs: int = JOBS,
    resume: bool = False,
    max_failures: int = MOST_FAILURES,
    progress: Callable[[str], None] = lambda step: None,
) -> Outcome:
    """Bring registry, templates and tenants to this release; run again after a kill, it does what is left.

    Raises WaveRunning, UnsafeMigration, UnknownCanary and NothingToResume, all before a tenant is touched.
    """
    with the_only_wave():
        refuse_unsafe()
        ground.migrate_registry(progress)
        _refuse_unknown(canaries)
        resumed = _to_resume() if resume else None
        stale = ground.stale_templates()
        ground.migrate_templates(stale, progress)
        fleet.find_moved()
        behind, current = fleet.split()
        outcome = Outcome(up_to_date=sum(len(group.tenants) for group in current))
        reconcile(current, resumed)
        if resumed or behind:
            wave = resumed or ledger.start_wave(release=template.fingerprint(), canaries=list(canaries), by=by)
            ledger.go(wave=wave, jobs=jobs, max_failures=max_failures, by=by)
            _roll(wave, behind, outcome, by=by, stale=stale, progress=progress)
        else:
            ground.capture_templates(stale, progress)
    if stale and not outcome.stopped:
        progress("Making spare schemas")
        refill()
    return outcome


def look_ahead() -> Outcome:
    """What a wave would do; nothing is written. Raises UnsafeMigration."""
    refuse_unsafe()
    behind, current = fleet.split()
    return Outcome(
        up_to_date=sum(len(group.tenants) for group in current), pending=[group.described() for group in behind]
    )


def _roll(
    wave: Wave,
    behind: list[fleet.Group],
    outcome: Outcome,
    *,
    by: str,
    stale: list[str],
    progress: Callable[[str], None],
) -> None:
    failed_before = set(SchemaVersion.objects.exclude(failed_at=None).values_list("tenant_id", flat=True))
    crew = Crew(wave, outcome, progress)
    try:
        for group in behind:
            crew.lead(group)
        ground.capture_templates(stale, progress)
        for group in behind:
            crew.follow(group, last=failed_before)
        fleet.wait_for_births(progress)
        for group in fleet.split()[0]:  # made meanwhile, from the templates of before
            crew.follow(group, last=failed_before)
    except Stopped as stopped:
        outcome.stopped = str(stopped)
        ledger.stop_wave(wave=wave, reason=outcome.stopped, by=by)
    else:
        ledger.finish_wave(wave=wave, by=by)


def reconcile(current: list[fleet.Group], wave: Wave | None) -> None:
    """What is newest gets its line in the ledger, where a kill came between the two."""
    for group in current:
        noted = SchemaVersion.objects.filter(applied=group.version, failed_at=None).values_list("tenant_id", flat=True)
        missing = {tenant.id for tenant in group.tenants} - set(noted)
        if missing:
            ledger.note_versions(applied=dict.fromkeys(missing, group.version), wave=wave)


def _to_resume() -> Wave:
    wave = last_wave()
    if wave is None or wave.finished_at or wave.release != template.fingerprint():
        raise NothingToResume()
    return wave


def _refuse_unknown(canaries: Sequence[str]) -> None:
    known = set(Tenant.objects.filter(slug__in=canaries).values_list("slug", flat=True))
    for slug in canaries:
        if slug not in known:
            raise UnknownCanary(_("There is no business “%(slug)s” to go first.") % {"slug": slug})
