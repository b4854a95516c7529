"""`marque migrate`"""

from dataclasses import asdict
from typing import Annotated

import typer

from provisioning.cli.output import Exit, out, progress, show_many, show_one
from provisioning.cli.tenants import Json, actor, refusals
from provisioning.waves.outcome import Outcome
from provisioning.waves.run import JOBS, MOST_FAILURES, look_ahead, run_wave


def migrate(
    canary: Annotated[list[str] | None, typer.Option("--canary", help="A business that goes first; repeat it.")] = None,
    jobs: Annotated[int, typer.Option("--jobs", min=1, max=32, help="How many at a time.")] = JOBS,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the wave that was stopped or cut off.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done.")] = False,
    max_failures: Annotated[
        int, typer.Option("--max-failures", min=1, help="Stop after so many businesses failed.")
    ] = MOST_FAILURES,
    as_json: Json = False,
) -> None:
    """Bring every business to this release: canaries first, the others several at a time."""
    if dry_run:
        with refusals(as_json):
            ahead = look_ahead()
        columns = ["type", "tenants", "migrations", "replayed", "can_wait"]
        show_many(ahead.pending, columns, as_json=as_json, empty=f"All {ahead.up_to_date} are up to date.")
        return
    with refusals(as_json), progress("Migrating", as_json=as_json) as step:
        outcome = run_wave(
            by=actor(), canaries=canary or [], jobs=jobs, resume=resume, max_failures=max_failures, progress=step
        )
    _show(outcome, as_json)
    if outcome.failed or outcome.stopped:
        raise typer.Exit(Exit.REFUSED)


def _show(outcome: Outcome, as_json: bool) -> None:
    if as_json:
        show_one({name: value for name, value in asdict(outcome).items() if name != "pending"}, as_json=True)
        return
    out.print(f"{len(outcome.migrated)} migrated, {outcome.up_to_date} up to date, {len(outcome.failed)} failed.")
    failed = [{"business": slug, "error": error} for slug, error in outcome.failed.items()]
    if failed:
        show_many(failed, ["business", "error"], as_json=False, empty="")
    if outcome.stopped:
        out.print(f"Stopped: {outcome.stopped}\nGo on with: marque migrate --resume", markup=False)
