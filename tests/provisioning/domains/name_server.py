"""A name server on loopback that speaks the real protocol over UDP and TCP, and can be broken, slow, or lie."""

import errno
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from dnslib import QTYPE, RCODE, RR, DNSRecord
from dnslib.server import DNSHandler, DNSServer

SILENT, SERVFAIL, GARBAGE = "silent", "servfail", "garbage"


class NameServer:
    """Zones as lines of text (“learn.okafor.co CNAME target”); names below `broken` ones misbehave as it says."""

    def __init__(self) -> None:
        self.port = _free_port()
        self.records: list[RR] = []
        self.broken: dict[str, str] = {}
        self.asked: list[tuple[str, str]] = []

    def publish(self, *lines: str) -> None:
        """Add records; values of TXT are quoted here."""
        for line in lines:
            name, kind, value = line.split(" ", 2)
            value = f'"{value}"' if kind == "TXT" else value
            self.records += RR.fromZone(f"{name}. 60 IN {kind} {value}")

    def withdraw(self, name: str) -> None:
        """Take away what is at a name."""
        self.records = [record for record in self.records if str(record.rname) != f"{name}."]

    def resolve(self, request: DNSRecord, handler: DNSHandler) -> DNSRecord:
        """dnslib asks this for every question."""
        name, kind = str(request.q.qname).rstrip(".").lower(), QTYPE[request.q.qtype]
        self.asked.append((name, kind))
        reply = request.reply()
        how = next((how for below, how in self.broken.items() if name == below or name.endswith("." + below)), "")
        if how == SILENT:
            raise ConnectionAbortedError  # no answer leaves
        if how == GARBAGE:
            reply.header.id ^= 1
        if how == SERVFAIL:
            reply.header.rcode = RCODE.SERVFAIL
            return reply
        here = [record for record in self.records if str(record.rname).lower() == f"{name}."]
        below = any(str(record.rname).lower().endswith(f".{name}.") for record in self.records)
        reply.header.rcode = RCODE.NOERROR if here or below else RCODE.NXDOMAIN
        reply.add_answer(*(record for record in here if QTYPE[record.rtype] in (kind, "CNAME")))
        return reply


class _Quiet(DNSHandler):
    def handle(self) -> None:
        try:
            super().handle()
        except ConnectionAbortedError:
            return


class _NoLog:
    def __getattr__(self, name: str) -> object:
        return lambda *ignored: None


@contextmanager
def name_server() -> Iterator[NameServer]:
    """One that answers while the block runs."""
    server = NameServer()
    servers = _on_one_port(server)
    for each in servers:
        Thread(target=each.server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield server
    finally:
        for each in servers:
            each.server.shutdown()
            each.server.server_close()


def _on_one_port(server: NameServer) -> list[DNSServer]:
    """UDP and TCP on the same port, as DNS needs (RFC 7766): what is free for the one may be taken for the other."""
    while True:
        made: list[DNSServer] = []
        try:
            for tcp in (False, True):
                made.append(
                    DNSServer(server, address="127.0.0.1", port=server.port, tcp=tcp, logger=_NoLog(), handler=_Quiet)
                )
            return made
        except OSError as taken:
            if taken.errno != errno.EADDRINUSE:
                raise
            for each in made:
                each.server.server_close()
            server.port = _free_port()


def _free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
