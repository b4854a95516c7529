"""A resolver with explicit name servers, short timeouts and an end to its patience."""

import time
from collections.abc import Sequence

import dns.exception
import dns.flags
import dns.rdata
import dns.resolver
from django.conf import settings
from dns.nameserver import Do53Nameserver
from dns.rdtypes.ANY.CAA import CAA
from dns.rdtypes.ANY.CNAME import CNAME
from dns.rdtypes.ANY.TXT import TXT

from shared_apps.integrations.ports.dns import Answer, Outcome

TRY_SECONDS, QUESTION_SECONDS, PATIENCE_SECONDS = 2.0, 4.0, 8.0
_MOST_VALUES = 40


class Resolver:
    """A `DnsReader` for one check of one domain: made anew for each, since its patience is counted from here."""

    def __init__(
        self, nameservers: Sequence[tuple[str, int]] | None = None, *, patience: float = PATIENCE_SECONDS
    ) -> None:
        self._resolver = dns.resolver.Resolver(configure=False)
        self._resolver.nameservers = [
            Do53Nameserver(address, port) for address, port in nameservers or settings.DNS_NAMESERVERS
        ]
        self._resolver.timeout = TRY_SECONDS
        self._resolver.use_edns(0, 0, 1232)
        self._deadline = time.monotonic() + patience

    def look_up(self, name: str, kind: str) -> Answer:
        """The records of a kind at a name; SILENT at once when this check's patience is used up."""
        left = min(QUESTION_SECONDS, self._deadline - time.monotonic())
        if left <= 0:
            return Answer(Outcome.SILENT)
        try:
            answer = self._resolver.resolve(name, kind, raise_on_no_answer=False, search=False, lifetime=left)
        except dns.resolver.NXDOMAIN:
            return Answer(Outcome.NO_NAME)
        except dns.resolver.LifetimeTimeout:
            return Answer(Outcome.SILENT)
        except dns.resolver.NoNameservers as refusal:
            return Answer(_failure(refusal))
        except dns.exception.DNSException:
            return Answer(Outcome.FAILED)
        if answer.rrset is None:
            return Answer(Outcome.EMPTY)
        return Answer(Outcome.FOUND, tuple(_text(record) for record in list(answer.rrset)[:_MOST_VALUES]))


def _failure(refusal: dns.resolver.NoNameservers) -> Outcome:
    """Whether any name server said something; a closed port is silence."""
    responses = [error[4] for error in refusal.kwargs.get("errors", ())]
    return Outcome.FAILED if any(response is not None for response in responses) else Outcome.SILENT


def _text(record: dns.rdata.Rdata) -> str:
    """A record as text that may be kept and shown: whoever runs the zone chose its bytes."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in _said(record))


def _said(record: dns.rdata.Rdata) -> str:
    if isinstance(record, TXT):
        return b"".join(record.strings).decode("utf-8", "replace")
    if isinstance(record, CAA):
        return f"{record.tag.decode('ascii', 'replace').lower()} {record.value.decode('ascii', 'replace').lower()}"
    if isinstance(record, CNAME):
        return record.target.to_text(omit_final_dot=True).lower()
    return record.to_text()
