"""The demo's programs: watched, and stopped with all they started."""

import os
import sys
import time

import pytest

from provisioning.local.processes import command_of
from provisioning.local.programs import Program, stop_all
from provisioning.local.trouble import Trouble

STUBBORN = """
import os, signal, subprocess, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print(subprocess.Popen(["sleep", "99"]).pid, flush=True)
time.sleep(99)
"""


def test_a_dead_program_is_named_with_the_end_of_its_log(tmp_path):
    script = "print('no such table'); raise SystemExit(3)"
    program = Program("worker", [sys.executable, "-c", script], os.environ, tmp_path / "worker.log")
    program.process.wait()

    with pytest.raises(Trouble) as trouble:
        program.require_alive()

    assert str(trouble.value) == (
        f"The worker stopped with code 3. The end of {tmp_path / 'worker.log'}:\nno such table"
    )


def test_stop_all_ends_a_program_that_will_not_and_its_child(tmp_path):
    log = tmp_path / "web.log"
    program = Program("web server", [sys.executable, "-c", STUBBORN], os.environ, log)
    while not log.read_text().strip():
        time.sleep(0.02)
    child = int(log.read_text())

    stop_all([program], patience=0.3)

    assert program.process.returncode == -9
    assert _ends(child)


def _ends(pid: int) -> bool:
    """A killed process may take a moment to go on a busy machine."""
    deadline = time.monotonic() + 10
    while command_of(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not command_of(pid)
