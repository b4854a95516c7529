"""One tenant that stayed behind is tried again."""

from collections.abc import Callable
from contextlib import suppress

from provisioning import template
from provisioning.waves import fleet
from provisioning.waves.alone import the_only_wave
from provisioning.waves.crew import Crew, Stopped
from provisioning.waves.lint import refuse_unsafe
from provisioning.waves.outcome import Outcome
from provisioning.waves.run import reconcile
from shared_apps.releases import actions as ledger
from shared_apps.releases.queries import last_wave
from shared_apps.tenants.models import Tenant


def migrate_one(*, tenant: Tenant, by: str, progress: Callable[[str], None] = lambda step: None) -> Outcome:
    """Bring one tenant to this release, as a part of the last wave; raises WaveRunning and UnsafeMigration."""
    with the_only_wave():
        refuse_unsafe()
        wave = last_wave() or ledger.start_wave(release=template.fingerprint(), canaries=[], by=by)
        outcome = Outcome()
        for group in fleet.groups_of(Tenant.objects.filter(id=tenant.id).prefetch_related("domains")):
            if not group.plan.migrations:
                reconcile([group], wave)
                continue
            with suppress(Stopped):  # the outcome tells
                Crew(wave, outcome, progress).follow(group, last=set())
    return outcome
