"""Has Django up, and forks a process for each work that is to die: `python -m tests.provisioning.dying`, JSON lines.

Forked, since to set Django up takes seconds, and by a process without threads, since no other may be forked safely.
"""

import json
import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from typing import IO

import django


def main() -> None:
    """Answer each line with how the work ended: its exit code and what it said of its failure."""
    django.setup()
    for line in sys.stdin:
        with tempfile.TemporaryFile() as said:
            code = _ended(said, **json.loads(line))
            said.seek(0)
            sys.stdout.write(json.dumps({"code": code, "said": said.read().decode(errors="replace")}) + "\n")
            sys.stdout.flush()


def _ended(said: IO[bytes], *, step: str, code: str) -> int:
    child = os.fork()
    if not child:
        os.dup2(said.fileno(), 1)
        os.dup2(said.fileno(), 2)
        _work(step, code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _work(step: str, code: str) -> None:
    def die(named: str) -> None:
        if named.startswith(step):
            os.kill(os.getpid(), signal.SIGKILL)

    def dying(place: object, name: str, before: str = "", after: str = "") -> None:
        real: Callable[..., object] = getattr(place, name)

        def act(*given: object, **named: object) -> object:
            die(before)
            answer = real(*given, **named)
            die(after)
            return answer

        setattr(place, name, act)

    try:
        exec(code, {"__name__": "__main__", "die": die, "dying": dying})  # noqa: S102
    except BaseException:  # noqa: BLE001 (whatever it was, the test is told, and this process ends here)
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    main()
