"""A process that kills itself, as kill -9 would, when its work comes to a named step."""

import os
import signal
import subprocess
import sys

from django.conf import settings
from django.db import connections

_SCRIPT = """
import os, signal, sys
import django
django.setup()
def die(step):
    if step.startswith({step!r}):
        os.kill(os.getpid(), signal.SIGKILL)
def dying(place, name, before="", after=""):
    real = getattr(place, name)
    def act(*given, **named):
        die(before)
        answer = real(*given, **named)
        die(after)
        return answer
    setattr(place, name, act)
{code}
"""


def killed_at(step: str, code: str) -> bool:
    """Run Python in a process of its own on this test's database; whether it died at the step.

    It may use `die(step)`, and `dying(module, "function", before, after)` to name the steps around each call.
    """
    answer = subprocess.run(
        [sys.executable, "-c", _SCRIPT.format(step=step, code=code)],
        cwd=settings.ROOT, env=environment(), capture_output=True, text=True,
    )  # fmt: skip
    if answer.returncode not in (0, -signal.SIGKILL):
        raise AssertionError(answer.stderr[-3000:])
    return answer.returncode == -signal.SIGKILL


def environment() -> dict[str, str]:
    """What a process needs to work on this test's database and Redis."""
    name = connections["default"].settings_dict["NAME"]
    urls = {
        key: f"{os.environ[key].rpartition('/')[0]}/{name}"
        for key in ("DATABASE_URL", "DATABASE_CONTROL_URL", "DATABASE_OWNER_URL")
    }
    place = settings.CACHES["control"]["LOCATION"]
    paths = f"{settings.ROOT}/platform:{settings.ROOT}"
    return {
        **os.environ,
        **urls,
        "REDIS_URL": place,
        "PYTHONPATH": paths,
        "DJANGO_SETTINGS_MODULE": "marque.config.settings",
    }
