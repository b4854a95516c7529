"""Which account runs the services, and folders that account can reach."""

import hashlib
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from provisioning.local.trouble import Trouble

OWN_ACCOUNT = "marque-pg"
FALLBACK = Path("/var/lib/marque-local")


@dataclass(frozen=True)
class Account:
    """An unprivileged account; `name` is None when we already are one."""

    name: str | None = None

    def popen(self) -> dict[str, Any]:
        """Arguments that make `subprocess` run a program as this account."""
        if self.name is None:
            return {"cwd": "/"}
        entry = pwd.getpwnam(self.name)
        return {"cwd": "/", "user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Give the account this file or folder."""
        if self.name is not None:
            shutil.chown(path, self.name, pwd.getpwnam(self.name).pw_gid)

    def reaches(self, path: Path) -> bool:
        """Whether the account may walk into `path`, asked of the system itself (parents, groups, ACLs)."""
        if self.name is None:
            return True
        return subprocess.run(["test", "-x", str(path)], **self.popen()).returncode == 0

    def place(self, data: Path) -> Path:
        """`data`, or a twin of it under /var/lib when the account cannot reach it (a checkout under /root)."""
        data.mkdir(parents=True, exist_ok=True)
        if self.reaches(data):
            return data
        twin = twin_of(data)
        twin.mkdir(parents=True, exist_ok=True)
        for folder in (FALLBACK, twin):
            folder.chmod(0o755)
        if not self.reaches(twin):
            raise Trouble(f"Neither {data} nor {twin} can be reached by the account {self.name}. Move the checkout.")
        return twin


def twin_of(data: Path) -> Path:
    """Where the services of an unreachable `data` folder live."""
    return FALLBACK / hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:16]


def unprivileged() -> Account:
    """The account for the services: ourselves, or for root `postgres` or one we create, since Postgres refuses root."""
    if os.geteuid() != 0:
        return Account()
    for name in ("postgres", OWN_ACCOUNT):
        try:
            return Account(pwd.getpwnam(name).pw_name)
        except KeyError:
            continue
    if shutil.which("useradd") is None:
        raise Trouble("Postgres will not run as root and `useradd` is missing. Run this as an ordinary user.")
    shell = ["--shell", "/usr/sbin/nologin"]
    subprocess.run(["useradd", "--system", "--user-group", "--no-create-home", *shell, OWN_ACCOUNT], check=True)
    return Account(OWN_ACCOUNT)
