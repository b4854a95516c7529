"""Those who do a wave's work: one tenant through Django, the others by replay, each result in the ledger at once."""

from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from itertools import islice
from queue import SimpleQueue
from uuid import UUID

import psycopg

from provisioning.schemas import owner_connection
from provisioning.waves import by_django, fleet
from provisioning.waves.outcome import Outcome
from provisioning.waves.registers import registers_of
from provisioning.waves.replay import Script, connections, replay
from provisioning.waves.versions import applied_in, versions
from shared_apps.releases import actions as ledger
from shared_apps.releases.models import Wave
from shared_apps.tenants.models import Tenant

_NOTE_EVERY = 25


class Stopped(RuntimeError):
    """The wave goes no further; says why."""


class Crew:
    """Migrates the tenants of one wave and counts the failures."""

    def __init__(self, wave: Wave, outcome: Outcome, progress: Callable[[str], None]) -> None:
        self.wave = wave
        self.outcome = outcome
        self.progress = progress
        self.scripts: dict[int, Script] = {}
        self.done: set[UUID] = set()
        self.unnoted: dict[UUID, str] = {}

    def lead(self, group: fleet.Group) -> None:
        """Migrate the group's canaries, or its first where none are named; raises Stopped when a canary fails."""
        canaries = [tenant for tenant in group.tenants if tenant.slug in self.wave.canaries]
        for tenant in canaries if self.wave.canaries else group.tenants[:1]:
            self._first(group, tenant)
            if canaries and tenant.slug in self.outcome.failed:
                raise Stopped(f"The canary {tenant.slug} failed: {self.outcome.failed[tenant.slug]}")

    def follow(self, group: fleet.Group, *, last: set[UUID]) -> None:
        """Migrate the rest of the group, those that failed before last; raises Stopped after too many failures."""
        rest = [tenant for tenant in group.tenants if tenant.id not in self.done]
        rest.sort(key=lambda tenant: tenant.id in last)
        while rest and id(group) not in self.scripts:
            self._first(group, rest.pop(0))
        if rest:
            self._replay(group, self.scripts[id(group)], rest)

    def _first(self, group: fleet.Group, tenant: Tenant) -> None:
        """Through Django, with every statement kept for the others if they need the same."""
        if not group.plan.replayable:
            self._by_django(group, tenant)
            return
        recording = by_django.Recording()
        with owner_connection() as owner:
            before = applied_in(owner, tenant.schema_name)
        if not self._by_django(group, tenant, recording):
            return
        with owner_connection() as owner:
            self.scripts[id(group)] = Script(
                start=group.version,
                end=versions(owner, [tenant.schema_name])[tenant.schema_name],
                statements=recording.statements,
                applied=sorted(applied_in(owner, tenant.schema_name) - before),
                registers=registers_of(owner, tenant.schema_name) if group.plan.registers else None,
            )

    def _by_django(self, group: fleet.Group, tenant: Tenant, recording: by_django.Recording | None = None) -> bool:
        self.done.add(tenant.id)
        try:
            by_django.apply(group.plan, tenant.as_current(), roles=True, recording=recording)
        except Exception as error:  # noqa: BLE001 (a data migration may raise anything, and stops its own tenant alone)
            self._failed(group, tenant, error)
            return False
        self._migrated(tenant, fleet.version_of(tenant))
        self._note()
        return True

    def _replay(self, group: fleet.Group, script: Script, tenants: Iterable[Tenant]) -> None:
        """No more at once than there are jobs: none begins after the failure that stops the wave."""
        waiting, running = iter(tenants), dict[Future[None], Tenant]()
        with connections(self.wave.jobs) as held, ThreadPoolExecutor(self.wave.jobs) as pool:
            try:
                while True:
                    for tenant in islice(waiting, self.wave.jobs - len(running)):
                        running[pool.submit(_replay_one, held, tenant, script)] = tenant
                    if not running:
                        break
                    for future in wait(running, return_when=FIRST_COMPLETED).done:
                        self._take(group, running.pop(future), future, script)
            except Stopped:
                for future, tenant in running.items():  # what was under way then
                    with suppress(Stopped):
                        self._take(group, tenant, future, script)
                raise
            finally:
                self._note()

    def _take(self, group: fleet.Group, tenant: Tenant, future: "Future[None]", script: Script) -> None:
        self.done.add(tenant.id)
        error = future.exception()
        if error is None:
            self._migrated(tenant, script.end)
        elif isinstance(error, psycopg.Error | RuntimeError):
            self._failed(group, tenant, error)
        else:
            raise error

    def _migrated(self, tenant: Tenant, version: str) -> None:
        self.outcome.migrated.append(tenant.slug)
        self.outcome.failed.pop(tenant.slug, None)
        self.done.add(tenant.id)
        self.unnoted[tenant.id] = version
        if len(self.unnoted) >= _NOTE_EVERY:
            self._note()
        self.progress(f"Migrated {tenant.slug}")

    def _note(self) -> None:
        if self.unnoted:
            ledger.note_versions(applied=self.unnoted, wave=self.wave)
            self.unnoted = {}

    def _failed(self, group: fleet.Group, tenant: Tenant, error: BaseException) -> None:
        text = str(error).strip() or type(error).__name__
        self.outcome.failed[tenant.slug] = text
        ledger.note_failure(
            tenant=tenant, applied=group.version, error=text, wave=self.wave, served=group.plan.can_wait
        )
        self.progress(f"Failed {tenant.slug}")
        if len(self.outcome.failed) >= self.wave.max_failures:
            raise Stopped(f"{len(self.outcome.failed)} businesses failed, the last of them {tenant.slug}: {text}")


def _replay_one(held: "SimpleQueue[psycopg.Connection]", tenant: Tenant, script: Script) -> None:
    connection = held.get()
    try:
        replay(connection, tenant.schema_name, script)
    finally:
        held.put(connection)
