"""Debian's Caddy on loopback, with the Caddyfile we ship, its own certificate authority and free ports."""

import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPResponse
from pathlib import Path

from django.conf import settings

from provisioning.local.processes import free_port

CADDY = shutil.which("caddy") or "/usr/bin/caddy"
CADDYFILE = Path(settings.ROOT) / "deploy" / "Caddyfile"
_START_SECONDS = 15


@dataclass(frozen=True)
class Answer:
    """What came back, and who signed the certificate."""

    status: int
    body: bytes
    headers: Mapping[str, str]
    issuer: str


@dataclass(frozen=True)
class Caddy:
    """A running one."""

    port: int
    home: Path

    def get(self, host: str, path: str = "/", **headers: str) -> Answer:
        """One HTTPS request as a browser makes it; ssl.SSLError when there is no certificate for the host."""
        trust = ssl.create_default_context(cafile=str(self.authority))
        with (
            socket.create_connection(("127.0.0.1", self.port), timeout=60) as plain,
            trust.wrap_socket(plain, server_hostname=host) as secure,
        ):
            lines = [f"GET {path} HTTP/1.1", f"Host: {host}", "Connection: close", *_lines(headers)]
            secure.sendall("\r\n".join([*lines, "", ""]).encode())
            answer = HTTPResponse(secure)
            answer.begin()
            issuer = dict(pair for part in secure.getpeercert()["issuer"] for pair in part)["commonName"]
            return Answer(answer.status, answer.read(), dict(answer.getheaders()), issuer)

    @property
    def authority(self) -> Path:
        """The root certificate of this Caddy's own authority."""
        return self.home / "caddy" / "pki" / "authorities" / "local" / "root.crt"


def _lines(headers: Mapping[str, str]) -> list[str]:
    return [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]


@contextmanager
def running(home: Path, *, web: int, **env: str) -> Iterator[Caddy]:
    """The shipped Caddyfile, with what loopback needs added to its options; stopped again at the end."""
    caddy, own = Caddy(free_port(), home), {"XDG_DATA_HOME": str(home), "XDG_CONFIG_HOME": str(home), "HOME": str(home)}
    local = (
        f"\n\tadmin off\n\tlocal_certs\n\tskip_install_trust\n\thttps_port {caddy.port}\n\thttp_port {free_port()}\n"
    )
    config = home / "Caddyfile"
    home.mkdir(parents=True, exist_ok=True)
    config.write_text(CADDYFILE.read_text().replace("\n{\n", "\n{" + local, 1))
    log = home / "caddy.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [CADDY, "run", "--config", str(config), "--adapter", "caddyfile"],
            env={"PATH": os.environ["PATH"], "WEB": f"127.0.0.1:{web}", **own, **env},
            stdout=out,
            stderr=out,
        )
        try:
            _await(process, caddy, log)
            yield caddy
        finally:
            process.terminate()
            process.wait(timeout=60)


def validated(env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """What `caddy validate` says of the file as it is."""
    return subprocess.run(
        [CADDY, "validate", "--config", str(CADDYFILE), "--adapter", "caddyfile"],
        env={"PATH": os.environ["PATH"], **env},
        capture_output=True,
        text=True,
    )


def _await(process: subprocess.Popen[bytes], caddy: Caddy, log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()[-3000:]
        try:
            socket.create_connection(("127.0.0.1", caddy.port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            if caddy.authority.exists():
                return
    raise AssertionError(f"Caddy did not start:\n{log.read_text()[-3000:]}")
