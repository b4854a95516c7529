"""The one client for addresses that somebody typed in: pinned, short of patience, and deaf to redirects."""

import http.client
import os
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from shared_apps.integrations.outbound.guard import LookUp, Target, place_of, read_address

CONNECT_SECONDS, READ_SECONDS, MOST_BYTES = 2.0, 8.0, 100_000


class Unreachable(Exception):  # noqa: N818  (a word of the trade, as its siblings)
    """Nobody answered; says why in words."""

    def __init__(self, message: str, *, milliseconds: int = 0) -> None:
        super().__init__(message)
        self.message, self.milliseconds = message, milliseconds


@dataclass(frozen=True)
class Answer:
    """What came back. A redirect is an answer like any other."""

    status: int
    body: bytes
    retry_after: str
    milliseconds: int


def post(url: str, *, body: bytes, headers: Mapping[str, str], look_up: LookUp | None = None) -> Answer:
    """Send a body to an address; raises AddressRefused and Unreachable.

    The name is looked up once and the connection made to that very address, so that it cannot become another one
    between the check and the call; the certificate is still checked against the name.
    """
    target = read_address(url)
    place = place_of(target, look_up)
    began = time.monotonic()

    def spent() -> int:
        return round((time.monotonic() - began) * 1000)

    connection = _Pinned(target, place)
    try:
        connection.connect()
        with _limited(connection.sock):
            sent = {"Host": target.named, "Accept-Encoding": "identity", "Connection": "close", **headers}
            connection.request("POST", target.path, body=body, headers=sent)
            response = connection.getresponse()
            seen = response.read(MOST_BYTES)
            return Answer(response.status, seen, response.headers.get("Retry-After", ""), spent())
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unreachable(_in_words(error, time.monotonic() - began), milliseconds=spent()) from None
    finally:
        connection.close()


class _Pinned(http.client.HTTPConnection):
    """Connects to the address that was checked."""

    def __init__(self, target: Target, place: str) -> None:
        super().__init__(target.host, target.port, timeout=CONNECT_SECONDS)
        self._target, self._place = target, place

    def connect(self) -> None:
        sock: Any = socket.create_connection((self._place, self._target.port), CONNECT_SECONDS)
        if self._target.secure:
            try:
                sock = ssl.create_default_context().wrap_socket(sock, server_hostname=self._target.host)
            except BaseException:
                sock.close()
                raise
        sock.settimeout(READ_SECONDS)
        self.sock = sock


@contextmanager
def _limited(sock: Any) -> Iterator[None]:
    """End the connection when its time is over, however slowly it drips; raises TimeoutError.

    What was read until then looks like an answer that is complete, and is none.
    """
    late = threading.Event()
    own = socket.socket(fileno=os.dup(sock.fileno()))

    def end() -> None:
        late.set()
        with suppress(OSError):
            own.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(READ_SECONDS, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        own.close()
        if late.is_set():
            raise TimeoutError


def _in_words(error: Exception, seconds: float) -> str:
    if isinstance(error, TimeoutError) or seconds >= READ_SECONDS:
        return f"No answer within {READ_SECONDS:.0f} seconds" if seconds > CONNECT_SECONDS else "It does not answer"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"Its certificate is not trusted: {error.verify_message}"
    if isinstance(error, ssl.SSLError):
        return "It does not speak TLS as it should"
    if isinstance(error, ConnectionRefusedError):
        return "The connection was refused"
    if isinstance(error, http.client.HTTPException | ConnectionError):
        return "The connection ended without an answer"
    return "It cannot be reached"
