"""Bring the registry, the templates and every tenant to this release, with what `marque migrate` takes for granted."""

from provisioning.waves.run import Outcome, run_wave


def migrate_everything(verbosity: int = 1, by: str = "manage.py migrate") -> Outcome:
    """One wave over all tenants; raises WaveRunning and UnsafeMigration."""
    return run_wave(by=by, progress=print if verbosity > 1 else lambda step: None)
