"""The landing page: with the page cache against a constant view, without it against a plain Wagtail page."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks import world
from benchmarks.load import Speed, Target, alternating
from benchmarks.servers import fetch, served
from benchmarks.sites.plain import SLUG
from provisioning.bootstrap import administrator

ROUNDS, SECONDS = 5, 4.0
HOST, LANDING = "okafor.localhost", "/second-number/"
PLAIN = "/" + SLUG + "/"


def main() -> None:
    """Measure and print."""
    world.prepare()
    plain_url = _plain_database()
    with served("marque.config.wsgi:application", PAGE_CACHE="0", PAGE_PARTS="0") as fresh:
        status, body = fetch(fresh, HOST, LANDING)
        if status != 200:
            raise SystemExit(f"The landing page answered {status}.")
        build = [sys.executable, "-m", "benchmarks.sites.plain.build", str(len(body))]
        subprocess.run(build, env={**os.environ, "PLAIN_DATABASE_URL": plain_url}, check=True)  # noqa: S603
        with (
            served("marque.config.wsgi:application", PAGE_CACHE="0", PAGE_PARTS="1") as parts,
            tempfile.NamedTemporaryFile() as file,
            served("marque.config.wsgi:application", PAGE_CACHE="1") as cached,
            served("benchmarks.sites.plain.wsgi:application", PLAIN_DATABASE_URL=plain_url) as plain,
        ):
            Path(file.name).write_bytes(body)
            with served("benchmarks.sites.constant:application", BENCH_BODY=file.name) as constant:
                _weights(len(body), len(fetch(plain, "localhost", PLAIN)[1]))
                targets = {
                    "constant": Target(constant, HOST, "/"),
                    "cached": Target(cached, HOST, LANDING),
                    "plain": Target(plain, "localhost", PLAIN),
                    "parts": Target(parts, HOST, LANDING),
                    "fresh": Target(fresh, HOST, LANDING),
                }
                _report(alternating(targets, rounds=ROUNDS, seconds=SECONDS))


def _plain_database() -> str:
    """A database of its own for the plain site, made with the administrator's login."""
    with administrator("postgres") as admin:
        if not admin.execute("SELECT 1 FROM pg_database WHERE datname = 'plain_wagtail'").fetchone():
            admin.execute("CREATE DATABASE plain_wagtail")
    return urlsplit(os.environ["DATABASE_ADMIN_URL"])._replace(path="/plain_wagtail").geturl()


def _weights(landing: int, plain: int) -> None:
    print(f"The landing page weighs {landing:,} bytes, the plain Wagtail page {plain:,}.")


def _report(speeds: dict[str, Speed]) -> None:
    _line("a constant view", speeds["constant"])
    _line("landing page, kept", speeds["cached"], _share(speeds, "cached", "constant", "≥ 0.60"))
    _line("a plain Wagtail page", speeds["plain"])
    _line("landing page, blocks kept", speeds["parts"], _share(speeds, "parts", "plain", "≥ 1.00"))
    _line("landing page, nothing kept", speeds["fresh"], _share(speeds, "fresh", "plain", "no goal"))


def _share(speeds: dict[str, Speed], one: str, other: str, goal: str) -> str:
    return f"{speeds[one].rate / speeds[other].rate:.2f} of the {other} one ({goal})"


def _line(name: str, speed: Speed, verdict: str = "") -> None:
    print(f"{name:28}{speed.rate:8,.0f} requests/s {speed.cpu:7.2f} ms of a core  {verdict}")


if __name__ == "__main__":
    main()
