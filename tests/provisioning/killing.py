"""A process that kills itself, as kill -9 would, when its work comes to a named step."""

import json
import os
import signal
import subprocess
import sys
from functools import cache

from django.conf import settings
from django.db import connections


def killed_at(step: str, code: str) -> bool:
    """Run Python in a process of its own on this test's database; whether it died at the step.

    It may use `die(step)`, and `dying(module, "function", before, after)` to name the steps around each call.
    """
    forks = _forks(tuple(environment().items()))
    forks.stdin.write(json.dumps({"step": step, "code": code}) + "\n")
    forks.stdin.flush()
    answer = json.loads(forks.stdout.readline())
    if answer["code"] not in (0, -signal.SIGKILL):
        raise AssertionError(answer["said"][-3000:])
    return bool(answer["code"] == -signal.SIGKILL)


@cache
def _forks(env: tuple[tuple[str, str], ...]) -> subprocess.Popen[str]:
    """The process that forks the ones that die; it ends with ours, as nothing comes to it any more."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.provisioning.dying"],
        cwd=settings.ROOT, env=dict(env), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


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
