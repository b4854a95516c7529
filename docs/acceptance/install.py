"""An installation of its own: a database, a folder, web and worker, and the `marque` command on it."""

import http.client
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from provisioning.local.processes import free_port

ROOT = Path(__file__).resolve().parents[2]
_EMPTY = "from provisioning.migrated import copy_into; copy_into({!r})"
_LOGINS = ("DATABASE_URL", "DATABASE_CONTROL_URL", "DATABASE_OWNER_URL")


class Failed(SystemExit):
    """A step did not do what it promises."""


@dataclass
class Install:
    """One installation; `redis` is the number of its Redis database, `release` what a later release changes."""

    name: str
    folder: Path
    redis: int
    key: str
    port: int = field(default_factory=free_port)
    release: dict[str, str] = field(default_factory=dict)

    @property
    def env(self) -> dict[str, str]:
        """What its processes are given."""
        named = {login: _with_path(os.environ[login], self.name) for login in _LOGINS}
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")},
            **named,
            "REDIS_URL": _with_path(os.environ["REDIS_URL"], str(self.redis)),
            "MARQUE_MODE": "test",
            "MARQUE_DATA": str(self.folder),
            "PLATFORM_HOST": "localhost",
            "CONTENT_HOST": "packages.test",
            "PUBLIC_PORT": str(self.port),
            "CELERY_EAGER": "0",
            "CAPSULE_SIGNING_KEY": self.key,
            "PYTHONPATH": f"{ROOT / 'platform'}:{ROOT}",
            **self.release,
        }

    @property
    def url(self) -> str:
        """The platform's own address."""
        return f"http://localhost:{self.port}"

    def python(self, *words: str, **env: str) -> str:
        """Run Python with these words; its output. Raises Failed with what it said."""
        done = self.started(*words, **env)
        out, err = done.communicate()
        if done.returncode:
            raise Failed(f"{' '.join(words)} exited with {done.returncode}:\n{out[-1500:]}\n{err[-3000:]}")
        return out

    def started(self, *words: str, **env: str) -> subprocess.Popen[str]:
        """Start Python with these words, and leave it running."""
        return subprocess.Popen(
            [sys.executable, *words],
            cwd=ROOT,
            env={**self.env, **env},
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
        )

    def marque(self, *words: str, **env: str) -> Any:
        """Run `marque … --json` on the server; what it printed."""
        out = self.python("-m", "provisioning.cli", *words, "--json", **env)
        return json.loads(out) if out.strip() else None

    def far(self, token: str, *words: str) -> Any:
        """The same from an agency's laptop: over HTTP, without a database or settings."""
        away = dict.fromkeys((*_LOGINS, "DATABASE_ADMIN_URL", "REDIS_URL"), "")
        return self.marque(*words, MARQUE_URL=self.url, MARQUE_TOKEN=token, **away)

    def get(self, slug: str, path: str = "/") -> tuple[int, str]:
        """A page of a tenant: status and text."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", path, headers={"Host": f"{slug}.localhost:{self.port}"})
        answer = connection.getresponse()
        return answer.status, answer.read().decode(errors="replace")

    def post(self, slug: str, path: str, body: str, headers: Mapping[str, str]) -> int:
        """Send something to a tenant; the status of its answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("POST", path, body, {"Host": f"{slug}.localhost:{self.port}", **headers})
        return connection.getresponse().status

    @contextmanager
    def owner(self) -> Iterator[psycopg.Connection]:
        """The database as its owner sees it."""
        with psycopg.connect(self.env["DATABASE_OWNER_URL"]) as connection:
            yield connection


@contextmanager
def installed(name: str, folder: Path, redis: int) -> Iterator[Install]:
    """Make an installation with its platform, and take it away afterwards."""
    from provisioning.capsule.keys import new_key

    folder.mkdir(parents=True)
    install = Install(name, folder, redis, new_key())
    _remove(name)
    try:
        install.python("manage.py", "shell", "-v0", "-c", _EMPTY.format(name))
        install.marque("platform", "create", "--operator", "operator@example.com")
        yield install
    finally:
        _remove(name)


def _remove(name: str) -> None:
    admin = os.environ["DATABASE_ADMIN_URL"]
    with psycopg.connect(admin, autocommit=True) as server:
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return
        with psycopg.connect(_with_path(admin, name)) as inside:
            found = inside.execute(r"SELECT 'r_' || nspname FROM pg_namespace WHERE nspname LIKE 't\_%'").fetchall()
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
        for (role,) in found:
            server.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(role)))


def _with_path(url: str, path: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{path}"))
