"""The demo's long-running programs: started in groups of their own, watched, and stopped with all they started."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from provisioning.local.postgres import tail
from provisioning.local.processes import dies_with_parent
from provisioning.local.trouble import Trouble


class Program:
    """One program with its log."""

    def __init__(self, name: str, command: Sequence[str], env: Mapping[str, str], log: Path) -> None:
        self.name, self.log = name, log
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                command,
                env=dict(env),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=dies_with_parent(signal.SIGTERM),
            )

    def require_alive(self) -> None:
        """Raise with the end of the log when the program is gone."""
        code = self.process.poll()
        if code is not None:
            how = f"was ended by signal {-code}" if code < 0 else f"stopped with code {code}"
            raise Trouble(f"The {self.name} {how}. The end of {self.log}:\n{tail(self.log)}")

    def signal(self, number: signal.Signals) -> None:
        """Signal the whole group."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)


def stop_all(programs: Sequence[Program], patience: float = 12.0) -> None:
    """Stop all at once, kindly; what is left after a while is killed, group and all."""
    for program in programs:
        # only the leader: granian and Celery end their own children, in order
        if program.process.poll() is None:
            program.process.terminate()
    deadline = time.monotonic() + patience
    for program in programs:
        with contextlib.suppress(subprocess.TimeoutExpired):
            program.process.wait(max(0.1, deadline - time.monotonic()))
        program.signal(signal.SIGKILL)
        program.process.wait()
