"""`make demo`: services, preparations, then web and worker in the foreground until Ctrl-C."""

import argparse
import http.client
import os
import signal
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from types import FrameType

from provisioning.local.board import LiveLine, sign_ins, table
from provisioning.local.checks import port_of, require_port, require_room
from provisioning.local.console import environment_of, running
from provisioning.local.processes import adopt_orphans, children, dies_with_parent, end_children
from provisioning.local.programs import Program, stop_all
from provisioning.local.servers import services
from provisioning.local.steps import ROOT, prepare
from provisioning.local.trouble import Trouble

DATA, LOGS = ROOT / ".marque/demo", ROOT / ".marque/logs"
NOT_FOR_THE_WEB = ("DATABASE_OWNER_URL", "DATABASE_ADMIN_URL")
WEB_START_SECONDS = 60


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until told to stop; 0 after a clean stop, 1 when something is in the way."""
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__)
    parser.add_argument("--port", default="8000")
    given = parser.parse_args(arguments)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    if "MAKELEVEL" in os.environ and (end_with_make := dies_with_parent(signal.SIGTERM)):
        end_with_make()
    try:
        serve(port_of(given.port))
    except Trouble as trouble:
        print(f"\n{trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\n  Stopped. Your data stays in .marque/demo; `make reset` throws it away.")
    return 0


def serve(port: int) -> None:
    """Start everything and watch it; whatever happens, leave no process behind."""
    if elsewhere := running(DATA).get("PUBLIC_PORT"):
        raise Trouble(f"The demo already runs at http://localhost:{elsewhere}/. Ctrl-C in its terminal stops it.")
    require_port(port)
    LOGS.mkdir(parents=True, exist_ok=True)
    require_room(LOGS)
    adopt_orphans()
    started = time.monotonic()
    print("  Starting Marque …", flush=True)
    with ExitStack() as stack:
        named = stack.enter_context(services(DATA, "demo"))
        stack.callback(_without_interruption, end_children, spare=children())
        env = {**os.environ, **named, "PUBLIC_PORT": str(port), "PYTHONPATH": f"{ROOT / 'platform'}:{ROOT}"}
        prepare(env, DATA, LOGS)
        stack.enter_context(environment_of(DATA, env))
        programs: list[Program] = []
        stack.callback(_without_interruption, stop_all, programs)
        programs += [_web(env, port), _worker(env), _encoder(env)]
        _await_web(programs, port)
        rows = sign_ins(DATA / "sign-ins.json") or [{"label": "Platform", "url": f"http://localhost:{port}/"}]
        print(f"\n{table(rows)}\n\n  Ready after {time.monotonic() - started:.0f} s.", flush=True)
        _watch(programs)


def _web(env: dict[str, str], port: int) -> Program:
    """HTTP without the logins that own the schemas."""
    command = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", "1", "--blocking-threads", "8", "--no-access-log", "marque.config.wsgi:application"]
    safe = {name: value for name, value in env.items() if name not in NOT_FOR_THE_WEB}
    return Program("web server", [sys.executable, *command], safe, LOGS / "web.log")


def _worker(env: dict[str, str]) -> Program:
    """One worker for all queues, with the clock inside; production runs three programs in its place."""
    command = ["-m", "celery", "-A", "marque.config.celery", "worker", "--queues", "default,provisioning,copies"]
    command += ["--pool", "threads", "--concurrency", "4", "--beat", "--schedule", str(DATA / "beat-schedule")]
    command += ["--loglevel", "INFO", "--without-gossip", "--without-mingle"]
    return Program("worker", [sys.executable, *command], env, LOGS / "worker.log")


def _encoder(env: dict[str, str]) -> Program:
    """One film at a time, behind everything else."""
    command = ["-m", "celery", "-A", "marque.config.celery", "worker", "--queues", "films", "--pool", "solo"]
    command += ["--hostname", "films@%h", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]
    safe = {name: value for name, value in env.items() if name not in NOT_FOR_THE_WEB}
    return Program("film encoder", [sys.executable, *command], safe, LOGS / "films.log")


def _await_web(programs: Sequence[Program], port: int) -> None:
    deadline = time.monotonic() + WEB_START_SECONDS
    while not _answers(port):
        for program in programs:
            program.require_alive()
        if time.monotonic() > deadline:
            raise Trouble(f"The web server did not answer within {WEB_START_SECONDS} s. See {LOGS / 'web.log'}")
        time.sleep(0.1)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/healthz", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _watch(programs: Sequence[Program]) -> None:
    line = LiveLine(str(LOGS.relative_to(Path.cwd())) if LOGS.is_relative_to(Path.cwd()) else str(LOGS))
    try:
        while True:
            for program in programs:
                program.require_alive()
            line.tick()
            time.sleep(1)
    finally:
        line.end()


def _without_interruption(action, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]
    """A second Ctrl-C must not stop the stopping."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    action(*args, **kwargs)


def _stop(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
