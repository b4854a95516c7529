"""What serves an installation: its web server and its worker, as production runs them."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from docs.acceptance.install import Failed, Install
from provisioning.local.programs import Program, stop_all

_FOR_WORKERS_ALONE = ("DATABASE_OWNER_URL", "DATABASE_ADMIN_URL")


@contextmanager
def served(install: Install) -> Iterator[None]:
    """Web server and worker, until the end of the block."""
    programs = [web(install), worker(install)]
    try:
        await_web(install, programs)
        yield
    finally:
        stop_all(programs)


def web(install: Install) -> Program:
    """Start the web server."""
    command = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(install.port)]
    command += ["--workers", "1", "--blocking-threads", "8", "--no-access-log", "marque.config.wsgi:application"]
    safe = {name: value for name, value in install.env.items() if name not in _FOR_WORKERS_ALONE}
    return Program("web server", [sys.executable, *command], safe, install.folder / "web.log")


def worker(install: Install, *words: str) -> Program:
    """Start a worker of all queues; `--beat` lets it watch the clock as well."""
    command = ["-m", "celery", "-A", "marque.config.celery", "worker", "--queues", "default,provisioning,copies"]
    command += ["--pool", "threads", "--concurrency", "2", "--loglevel", "WARNING", "--without-gossip", *words]
    return Program("worker", [sys.executable, *command], install.env, install.folder / "worker.log")


def await_web(install: Install, programs: list[Program]) -> None:
    """Wait until the web server answers; raises Failed when it does not."""
    for _attempt in range(600):
        for program in programs:
            program.require_alive()
        try:
            install.get("nobody", "/healthz")
            return
        except OSError:
            time.sleep(0.1)
    raise Failed("The web server did not answer within a minute.")
