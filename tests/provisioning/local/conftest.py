"""Folders for services of a test's own, and runs of commands with them."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from provisioning.local.account import twin_of

ROOT = Path(__file__).resolve().parents[3]
SERVICES = ("DATABASE_", "REDIS_URL", "MARQUE_", "PUBLIC_PORT")


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A data folder that other accounts may reach, unlike pytest's own; one a module, for speed."""
    parent = ROOT / ".marque"
    parent.mkdir(exist_ok=True)
    path = Path(tempfile.mkdtemp(prefix="trial-", dir=parent))
    path.chmod(0o755)
    yield path
    for left in (path, twin_of(path), path.with_name(f"{path.name}-2"), twin_of(path.with_name(f"{path.name}-2"))):
        shutil.rmtree(left, ignore_errors=True)


@pytest.fixture
def bare_env() -> dict[str, str]:
    """The environment of a machine where nothing runs yet."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(SERVICES)}
    return {**kept, "PYTHONPATH": f"{ROOT / 'platform'}:{ROOT}"}


@pytest.fixture
def start(folder: Path, bare_env: dict[str, str]) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start `provisioning.local.run` around a Python program; killed at the end if it still runs."""
    started: list[subprocess.Popen[str]] = []

    def begin(program: str, data: Path = folder, **env: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "provisioning.local.run", "--data", str(data), "--mode", "test"]
        process = subprocess.Popen(
            [*command, "--", sys.executable, "-c", program],
            cwd=ROOT,
            env={**bare_env, **env},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate()
