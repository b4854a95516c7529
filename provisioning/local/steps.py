"""The demo's preparations, each skipped when nothing it reads has changed."""

import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from provisioning.local.fingerprint import fingerprint, remember, unchanged
from provisioning.local.postgres import tail
from provisioning.local.trouble import Trouble

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ("platform", "shared_apps", "themes", "tenant_apps", "page_builder", "provisioning")


@dataclass(frozen=True)
class Step:
    """A command for Python, the files (in any folder of the house) and variables that make it due again."""

    name: str
    command: tuple[str, ...]
    reads: tuple[str, ...]
    depends: tuple[str, ...] = ()


STEPS = (
    Step("database", ("-m", "provisioning.bootstrap"), ("bootstrap.py",)),
    Step("schemas", ("manage.py", "migrate"), ("**/migrations/*.py", "*.py")),
    Step(
        "static files",
        ("manage.py", "collectstatic", "--noinput", "--clear", "--verbosity=0"),
        ("**/static/**/*",),
    ),
    Step("demo businesses", ("manage.py", "seed_demo"), ("demo/**/*", "blueprints/**/*"), ("PUBLIC_PORT",)),
)


def prepare(env: Mapping[str, str], data: Path, logs: Path) -> None:
    """Run the steps that are due, in order."""
    packages = (ROOT / "requirements/runtime.lock").read_text()
    for step in STEPS:
        also = [env[name] for name in step.depends]
        value = fingerprint(_files(step), ROOT, packages, _server(env), *also)
        file = step.name.replace(" ", "-")
        if unchanged(data / "done" / file, value):
            continue
        print(f"  preparing the {step.name} …", flush=True)
        _run(step, env, logs / f"{file}.log")
        remember(data / "done" / file, value)


def _files(step: Step) -> Iterable[Path]:
    found = {path for folder in HOUSE for pattern in step.reads for path in (ROOT / folder).glob(pattern)}
    return (path for path in found if path.is_file() and "__pycache__" not in path.parts)


def _server(env: Mapping[str, str]) -> str:
    """Names an external database. Ours changes its port at every start, but lives and dies with the stamps."""
    url = urlsplit(env["DATABASE_URL"])
    external = "DATABASE_URL" in os.environ or "DATABASE_ADMIN_URL" in os.environ
    return f"{url.hostname}:{url.port}{url.path}" if external else ""


def _run(step: Step, env: Mapping[str, str], log: Path) -> None:
    command = [sys.executable, *step.command]
    with log.open("wb") as output:
        done = subprocess.run(command, cwd=ROOT, env=dict(env), stdin=subprocess.DEVNULL, stdout=output, stderr=output)
    if done.returncode != 0:
        raise Trouble(f"Preparing the {step.name} failed. The end of {log}:\n{tail(log, 25)}")
