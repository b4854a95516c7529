"""The `marque` command on this machine: it speaks to the running demo unless the environment names another place."""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from provisioning.cli.place import goes_elsewhere
from provisioning.local.processes import command_of

ROOT = Path(__file__).resolve().parents[2]
# what the demo was started with, the command is started with
_NAMES = ("MARQUE_", "DATABASE_", "REDIS_URL", "PUBLIC_", "PLATFORM_HOST", "DNS_", "DOMAIN_", "CAPSULE_", "SPARE_")

_ENOUGH_FOR_HELP = {"MARQUE_MODE": "demo", "REDIS_URL": "redis://none"} | dict.fromkeys(
    ("DATABASE_URL", "DATABASE_CONTROL_URL"), "postgresql://none@none/none"
)
_NOWHERE = (
    "No demo runs from this folder. Start it with `make demo` and leave it running, "
    "or set MARQUE_MODE and the other variables of .env.example to work on a server."
)


@contextmanager
def environment_of(data: Path, env: Mapping[str, str]) -> Iterator[None]:
    """While the demo runs, keep its environment in a file that only its owner reads."""
    path = data / "environment.json"
    kept = {name: value for name, value in env.items() if name.startswith(_NAMES)}
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(json.dumps({"pid": os.getpid(), "env": kept}))
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def running(data: Path) -> dict[str, str]:
    """The environment of the demo that runs from `data`; empty when none does."""
    try:
        note = json.loads((data / "environment.json").read_text())
    except (FileNotFoundError, ValueError):
        return {}
    # a killed demo leaves the note, and its number may have passed to another program
    return note["env"] if "provisioning.local.demo" in command_of(note["pid"]) else {}


def main() -> int | None:
    """The launcher's entry point."""
    if "MARQUE_MODE" not in os.environ and not goes_elsewhere(sys.argv[1:], os.environ):
        found = running(ROOT / ".marque/demo")
        if not found and not {"--help", "-h"} & set(sys.argv) and sys.argv[1:]:
            print(_NOWHERE, file=sys.stderr)
            return 2
        os.environ.update(found or _ENOUGH_FOR_HELP)
    # the command line needs Django, which reads the environment when it is imported
    from provisioning.cli import main as run

    return run()
