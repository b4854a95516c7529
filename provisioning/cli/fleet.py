"""`marque fleet …`: one command for many businesses."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import Annotated, Any

import typer

from provisioning.cli.engine import engine
from provisioning.cli.output import Exit, progress, show_many, stop
from provisioning.cli.selecting import BadSelection, selected, terms_of
from provisioning.cli.tenants import Json, refusals

fleet = typer.Typer(no_args_is_help=True, help="One command for many businesses.")
_PLACE = re.compile(r"\{(slug|domain|owner)\}")
_MOST_JOBS = 16


@dataclass(frozen=True)
class Line:
    """What is run for a business."""

    slug: str
    words: list[str]


@dataclass(frozen=True)
class Outcome:
    """What became of it at one business; `exit` is nothing for one that was only planned."""

    slug: str
    command: str
    exit: int | None
    said: str


@fleet.callback()
def _many() -> None:
    """One command for many businesses."""


@fleet.command("run", context_settings={"allow_interspersed_args": False})
def run(
    command: Annotated[list[str], typer.Argument(help="A command after --, with {slug} for the business.")],
    select: Annotated[str, typer.Option("--select", help="Such as: state=active blueprint=academy slug!=*-staging")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be run.")] = False,
    jobs: Annotated[int, typer.Option("--jobs", min=1, max=_MOST_JOBS, help="So many at once.")] = 1,
    as_json: Json = False,
) -> None:
    """Run a command for each business that is selected: fleet run --select state=active -- tenant backup {slug}"""
    if command[0] == "fleet" or not any(_PLACE.search(word) for word in command):
        advice = "Say which part is the business: marque fleet run --select state=active -- tenant backup {slug}"
        stop(Exit.USAGE, advice, as_json=as_json)
    try:
        terms = terms_of(select)
    except BadSelection as bad:
        stop(Exit.USAGE, str(bad), field="--select", as_json=as_json)
    with refusals(as_json):
        businesses = selected(engine().list_tenants(state=""), terms)
    if not businesses:
        stop(Exit.NOT_FOUND, f"No business fits “{select}”.", as_json=as_json)
    lines = [Line(row["slug"], _for(row, command)) for row in businesses]
    if dry_run:
        _tell([Outcome(line.slug, shlex.join(line.words), None, "") for line in lines], as_json)
        return
    outcomes = []
    with progress("Running", as_json=as_json) as step, ThreadPoolExecutor(jobs) as threads:
        for outcome in threads.map(_run, lines):
            outcomes.append(outcome)
            step(outcome.slug, len(outcomes), len(lines))
    _tell(outcomes, as_json)


def _for(business: Mapping[str, Any], command: list[str]) -> list[str]:
    return [_PLACE.sub(lambda place: str(business[place[1]]), word) for word in command]


def _run(line: Line) -> Outcome:
    # a process of its own for each: what one of them breaks is not the next one's trouble
    asked = [sys.executable, "-m", "provisioning.cli", *line.words]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(asked, env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL)  # noqa: S603
    slug, words = line.slug, line.words
    said = (done.stderr if done.returncode else done.stdout).strip()
    return Outcome(slug, shlex.join(words), done.returncode, said)


def _tell(outcomes: list[Outcome], as_json: bool) -> None:
    show_many([asdict(outcome) for outcome in outcomes], ["slug", "command", "exit", "said"], as_json=as_json, empty="")
    failed = [outcome.slug for outcome in outcomes if outcome.exit]
    if failed:
        stop(Exit.REFUSED, f"It failed for {len(failed)} of {len(outcomes)}: {', '.join(failed)}", as_json=as_json)
