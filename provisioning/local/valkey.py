"""One Valkey server in a folder of ours, on loopback, by password only."""

import signal
import subprocess
import time
from pathlib import Path

from provisioning.local.account import Account
from provisioning.local.postgres import tail
from provisioning.local.processes import command_of, dies_with_parent, end_stranger, free_port
from provisioning.local.trouble import Trouble


class Valkey:
    """Start and stop the server in `home`/valkey."""

    def __init__(self, home: Path, binary: Path, account: Account, *, password: str, keep: bool) -> None:
        self.folder, self.log = home / "valkey", home / "valkey.log"
        self.binary, self.account, self.password, self.keep = binary, account, password, keep
        self.port = 0
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server on a free port; its settings go through stdin so that no password shows in `ps`."""
        self.folder.mkdir(exist_ok=True, mode=0o700)
        self.account.own(self.folder)
        self._stop_orphan()
        for _ in range(3):
            self.port = free_port()
            if self._spawn():
                return
        raise Trouble(f"Valkey did not start. The end of {self.log}:\n{tail(self.log)}")

    def stop(self) -> None:
        """Stop the server; it saves first when it keeps its data."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def _spawn(self) -> bool:
        with self.log.open("ab") as log:
            start = log.tell()
            self.process = subprocess.Popen(
                [str(self.binary), "-"],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=dies_with_parent(signal.SIGTERM),
                **self.account.popen(),
            )
        assert self.process.stdin is not None
        self.process.stdin.write(self._settings().encode())
        self.process.stdin.close()
        deadline = time.monotonic() + 15
        while self.process.poll() is None and time.monotonic() < deadline:
            if b"Ready to accept connections" in self.log.read_bytes()[start:]:
                (self.folder.parent / "valkey.pid").write_text(str(self.process.pid))
                return True
            time.sleep(0.02)
        self.stop()
        return False

    def _settings(self) -> str:
        lines = [
            f"port {self.port}",
            "bind 127.0.0.1",
            f"requirepass {self.password}",
            f'dir "{self.folder}"',
            f"appendonly {'yes' if self.keep else 'no'}",
            'save ""',
        ]
        return "\n".join(lines) + "\n"

    def _stop_orphan(self) -> None:
        note = self.folder.parent / "valkey.pid"
        if note.exists() and note.read_text().isdigit():
            pid = int(note.read_text())
            if Path(command_of(pid)[0].split(" ")[0] if command_of(pid) else "").name == self.binary.name:
                end_stranger(pid, signal.SIGTERM)
        note.unlink(missing_ok=True)
