"""`python -m provisioning.local.run --data DIR --mode test -- CMD…`: run a command with the services around it."""

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from provisioning.local.processes import adopt_orphans, children, dies_with_parent, end_children
from provisioning.local.servers import Mode, services
from provisioning.local.trouble import Trouble


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse the arguments, run, and give the command's exit code."""
    parser = argparse.ArgumentParser(prog="provisioning.local.run", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that keeps the services' data")
    parser.add_argument("--in-memory", action="store_true", help="keep databases there, where there is room")
    parser.add_argument("--mode", choices=("test", "demo"), default="test")
    parser.add_argument("command", nargs=argparse.REMAINDER, help="-- and the command to run")
    given = parser.parse_args(arguments)
    command = given.command[1:] if given.command[:1] == ["--"] else given.command
    if not command:
        parser.error("name a command after --")
    try:
        return run(given.data.resolve(), given.mode, command, in_memory=given.in_memory)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 70
    except KeyboardInterrupt:
        return 130


def run(data: Path, mode: Mode, command: Sequence[str], *, in_memory: bool = False) -> int:
    """Start the services, run the command, stop everything, whatever happens in between."""
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGHUP, _interrupt)
    adopt_orphans()
    with services(data, mode, in_memory=in_memory) as env:
        spare = children()
        env = {**os.environ, **env}
        Path(env["MARQUE_DATA"], "static").mkdir(exist_ok=True)  # WhiteNoise warns without it
        if mode == "test" and "DATABASE_ADMIN_URL" in env:
            _bootstrap(env)
        try:
            process = subprocess.Popen(command, env=env, preexec_fn=dies_with_parent(signal.SIGTERM))
        except OSError as error:
            raise Trouble(f"Cannot run {command[0]}: {error.strerror}.") from None
        try:
            return _attend(process)
        finally:
            end_children(spare=spare)


def _bootstrap(env: dict[str, str]) -> None:
    """The demo does this among its steps; a test's command expects the logins to be there."""
    done = subprocess.run([sys.executable, "-m", "provisioning.bootstrap"], env=env, capture_output=True, text=True)
    if done.returncode != 0:
        raise Trouble(f"The database's logins could not be made:\n{done.stderr.strip()}")


def _attend(process: subprocess.Popen[bytes]) -> int:
    """Wait for the command, passing signals on. A terminal's Ctrl-C reaches the command without us."""

    def forward(number: int, frame: FrameType | None) -> None:
        if number != signal.SIGINT or not sys.stdin.isatty():
            process.send_signal(number)

    kept = {name: signal.signal(name, forward) for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        code = process.wait()
    finally:
        for name, handler in kept.items():
            signal.signal(name, handler)
    return code if code >= 0 else 128 - code


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
