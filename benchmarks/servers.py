"""A WSGI application under granian, in the shape production runs it."""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from provisioning.local.processes import free_port

WORKERS, THREADS = 2, 8


@dataclass(frozen=True)
class Server:
    """A running server, and how much work it has done."""

    address: str
    pid: int

    def cpu_seconds(self) -> float:
        """What its processes have used of the cores so far: a figure that a busy machine does not change."""
        ticks = sum(_ticks(pid) for pid in (self.pid, *children(self.pid)))
        return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(application: str, **env: str) -> Iterator[Server]:
    """Run `application` with more environment, and end it afterwards."""
    port = free_port()
    command = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--no-access-log"]
    command += ["--workers", str(WORKERS), "--blocking-threads", str(THREADS), "--log-level", "warning", application]
    process = subprocess.Popen([sys.executable, *command], env={**os.environ, **env})  # noqa: S603
    try:
        _await(port, process)
        yield Server(f"127.0.0.1:{port}", process.pid)
    finally:
        process.terminate()
        process.wait(20)


def fetch(server: Server, host: str, path: str) -> tuple[int, bytes]:
    """One answer's status and body."""
    connection = http.client.HTTPConnection(server.address, timeout=30)
    connection.request("GET", path, headers={"Host": host})
    response = connection.getresponse()
    return response.status, response.read()


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    for _attempt in range(600):
        if process.poll() is not None:
            raise SystemExit("The server ended while it started.")
        try:
            fetch(Server(f"127.0.0.1:{port}", process.pid), "nobody.test", "/healthz")
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The server did not answer within a minute.")


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])
