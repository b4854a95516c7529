"""One Postgres cluster in a folder of ours, on loopback, by password only."""

import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from provisioning.local.account import Account
from provisioning.local.processes import command_of, dies_with_parent, end_stranger, free_port
from provisioning.local.trouble import Trouble

_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    # one migration over many schemas takes a lock for every table in them
    "max_locks_per_transaction": "256",
    "jit": "off",
    # on solid-state disks an index is nearly as quick to read as a table; the default is of spinning ones
    "random_page_cost": "1.1",
}
_UNSAFE_BUT_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "2GB"}


class Postgres:
    """Start and stop the cluster in `place`/postgres, with its log in `home`."""

    def __init__(
        self, home: Path, binaries: Path, account: Account, *, password: str, fast: bool, place: Path | None = None
    ) -> None:
        self.cluster, self.log = (place or home) / "postgres", home / "postgres.log"
        self.binaries, self.account, self.password = binaries, account, password
        self.settings = {**_SETTINGS, **(_UNSAFE_BUT_FAST if fast else {})}
        self.port = 0
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start on a free port; again when the port was snatched or a dead run's backend lingers."""
        stop_orphan(self.cluster)
        if not (self.cluster / "PG_VERSION").exists():
            self._initdb()
        for _ in range(4):
            self.port = free_port()
            if self._spawn():
                return
            time.sleep(0.5)
        raise Trouble(f"Postgres did not start. The end of {self.log}:\n{tail(self.log)}")

    def stop(self) -> None:
        """Fast shutdown: sessions are ended, the data is written."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(10)
        self.process = None

    def _spawn(self) -> bool:
        options = [f"--{name}={value}" for name, value in {**self.settings, "port": str(self.port)}.items()]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(self.binaries / "postgres"), "-D", str(self.cluster), *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=dies_with_parent(signal.SIGINT),
                **self.account.popen(),
            )
        deadline = time.monotonic() + 60
        while self.process.poll() is None and time.monotonic() < deadline:
            if _pid_file(self.cluster)[7:8] == ["ready"]:
                return True
            time.sleep(0.02)
        self.stop()
        return False

    def _initdb(self) -> None:
        """Made beside its place and moved there whole, so that an interrupted run leaves nothing half made."""
        shutil.rmtree(self.cluster, ignore_errors=True)
        draft = Path(tempfile.mkdtemp(prefix="initdb-", dir=self.cluster.parent))
        secret = draft / "password"
        secret.touch(mode=0o600)
        secret.write_text(self.password)
        cluster = draft / "cluster"
        cluster.mkdir(mode=0o700)
        for path in (draft, secret, cluster):
            self.account.own(path)
        locale = ["--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"]
        made = subprocess.run(
            [str(self.binaries / "initdb"), "-D", str(cluster), "-U", "postgres", "--auth=scram-sha-256"]
            + [f"--pwfile={secret}", "--no-sync", *locale],
            capture_output=True,
            text=True,
            **self.account.popen(),
        )
        if made.returncode != 0:
            shutil.rmtree(draft, ignore_errors=True)
            raise Trouble(f"Postgres could not make its data folder:\n{made.stderr.strip()}")
        cluster.rename(self.cluster)
        shutil.rmtree(draft)


def stop_orphan(cluster: Path) -> None:
    """A run that was killed may have left its server, or only its pid file, whose number others may now carry."""
    lines = _pid_file(cluster)
    if not lines or not lines[0].isdigit():
        return
    command = command_of(int(lines[0]))
    if "postgres" in Path(command[0] if command else "").name and str(cluster) in command:
        end_stranger(int(lines[0]), signal.SIGINT)
    else:
        (cluster / "postmaster.pid").unlink(missing_ok=True)


def _pid_file(cluster: Path) -> list[str]:
    try:
        return [line.strip() for line in (cluster / "postmaster.pid").read_text().splitlines()]
    except OSError:
        return []


def tail(path: Path, lines: int = 15) -> str:
    """The last lines of a log."""
    return "\n".join(path.read_text(errors="replace").splitlines()[-lines:]) if path.exists() else "(no log)"
