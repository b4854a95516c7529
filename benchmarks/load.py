"""Load from this machine: wrk where it is installed, else a few threads of our own (slower, and they take from us)."""

import http.client
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from benchmarks.servers import Server

CONNECTIONS = 8


@dataclass(frozen=True)
class Target:
    """What is asked for, and of whom."""

    server: Server
    host: str
    path: str


@dataclass(frozen=True)
class Speed:
    """How many answers in a second, and how many milliseconds of a core each took the web server."""

    rate: float
    cpu: float


def measure(target: Target, *, seconds: float, connections: int = CONNECTIONS) -> Speed:
    """Ask for a while. Anything but 200 ends the benchmark."""
    before = target.server.cpu_seconds()
    if shutil.which("wrk"):
        answered, took = _by_wrk(target, seconds, connections)
    else:
        answered, took = _by_threads(target, seconds, connections)
    return Speed(answered / took, (target.server.cpu_seconds() - before) * 1000 / max(answered, 1))


def alternating(targets: Mapping[str, Target], *, rounds: int, seconds: float) -> dict[str, Speed]:
    """The medians for each target, measured in turns, so that a busy moment meets all of them."""
    seen: dict[str, list[Speed]] = {name: [] for name in targets}
    for target in targets.values():
        measure(target, seconds=2)
    for _round in range(rounds):
        for name, target in targets.items():
            seen[name].append(measure(target, seconds=seconds))
    return {name: Speed(median(s.rate for s in each), median(s.cpu for s in each)) for name, each in seen.items()}


def _by_wrk(target: Target, seconds: float, connections: int) -> tuple[int, float]:
    url = f"http://{target.server.address}{target.path}"
    command = [
        "wrk",
        "-t1",
        f"-c{connections}",
        f"-d{seconds:g}s",
        "--timeout",
        "30s",
        "-H",
        f"Host: {target.host}",
        url,
    ]
    report = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603
    found = re.search(r"(\d+) requests in ([\d.]+)(ms|s|m)", report)
    if "Non-2xx" in report or found is None:
        raise SystemExit(f"{target.host}{target.path} did not always answer 200:\n{report}")
    return int(found[1]), float(found[2]) * {"ms": 0.001, "s": 1, "m": 60}[found[3]]


def _by_threads(target: Target, seconds: float, connections: int) -> tuple[int, float]:
    until, counts = time.monotonic() + seconds, [0] * connections

    def work(place: int) -> None:
        connection = http.client.HTTPConnection(target.server.address, timeout=30)
        while time.monotonic() < until:
            connection.request("GET", target.path, headers={"Host": target.host})
            response = connection.getresponse()
            response.read()
            if response.status != http.client.OK:
                raise SystemExit(f"{target.host}{target.path} answered {response.status}.")
            counts[place] += 1

    threads = [threading.Thread(target=work, args=(place,)) for place in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts), seconds
