"""A process that kills itself, as kill -9 would, when its work comes to a named step."""

import json
import os
import signal
import subprocess
import sys
import time
from functools import cache

from django.conf import settings
from django.db import connections

from provisioning.bootstrap import administrator

_NAME = "dying"
_THERE = "SELECT FROM pg_stat_activity WHERE datname = %s AND application_name = %s"


def killed_at(step: str, code: str) -> bool:
    """Run Python in a process of its own on this test's database; whether it died at the step.

    It may use `die(step)`, and `dying(module, "function", before, after)` to name the steps around each call.
    """
    forks = _forks(tuple(environment().items()))
    forks.stdin.write(json.dumps({"step": step, "code": code}) + "\n")
    forks.stdin.flush()
    answer = json.loads(forks.stdout.readline())
    _wait_for_postgres()
    if answer["code"] not in (0, -signal.SIGKILL):
        raise AssertionError(answer["said"][-3000:])
    return bool(answer["code"] == -signal.SIGKILL)


def _wait_for_postgres() -> None:
    """Until it noticed the death: what was locked is free, what was begun is undone."""
    name, deadline = connections["default"].settings_dict["NAME"], time.monotonic() + 30
    with administrator("postgres") as admin:
        while admin.execute(_THERE, [name, _NAME]).fetchone() and time.monotonic() < deadline:
            time.sleep(0.02)


@cache
def _forks(env: tuple[tuple[str, str], ...]) -> subprocess.Popen[str]:
    """The process that forks the ones that die; it ends with ours, as nothing comes to it any more."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.provisioning.dying"],
        cwd=settings.ROOT,
        env={**dict(env), "PGAPPNAME": _NAME},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def environment() -> dict[str, str]:
    """What a process needs to work on this test's database and Redis."""
    name = connections["default"].settings_dict["NAME"]
    urls = {
        key: f"{os.environ[key].rpartition('/')[0]}/{name}"
        for key in ("DATABASE_URL", "DATABASE_CONTROL_URL", "DATABASE_OWNER_URL")
    }
    place = settings.CACHES["control"]["LOCATION"]
    paths = f"{settings.ROOT}/platform:{settings.ROOT}"
    given = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    return {
        **given,
        **urls,
        "REDIS_URL": place,
        "PYTHONPATH": paths,
        "DJANGO_SETTINGS_MODULE": "marque.config.settings",
    }
