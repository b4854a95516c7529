"""What the DNS says of a domain, gathered with few questions; nothing is decided here."""

from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings

from shared_apps.integrations.ports.dns import Answer, DnsReader, Outcome

VERIFY_LABEL = "_domain-verify"
MOST_HOPS = 8
_NOTHING = Answer(Outcome.EMPTY)


class ChainEnd(StrEnum):
    """How following the CNAMEs ended."""

    DONE = "done"
    LOOP = "loop"
    TOO_LONG = "too_long"
    FAILED = "failed"
    SILENT = "silent"


@dataclass(frozen=True)
class Evidence:
    """The answers about one domain, and the addresses that are ours."""

    domain: str
    words: tuple[str, ...]  # TXT at _domain-verify
    misplaced: tuple[str, ...]  # the same words where forms put them by mistake, by name
    chain: tuple[str, ...]  # the domain, and what its CNAMEs lead through
    end: ChainEnd
    a: Answer
    aaaa: Answer
    issuers: tuple[str, ...] | None  # who may sign certificates; None: anybody
    issuers_at: str
    ours: frozenset[str]


def gather(domain: str, reader: DnsReader) -> Evidence:
    """Ask about the proof, where the domain leads, and who may certify it."""
    words = reader.look_up(f"{VERIFY_LABEL}.{domain}", "TXT")
    chain, end = follow(domain, reader)
    a = aaaa = _NOTHING
    if end is ChainEnd.DONE:
        a, aaaa = reader.look_up(chain[-1], "A"), reader.look_up(chain[-1], "AAAA")
    leads = a.outcome is Outcome.FOUND or aaaa.outcome is Outcome.FOUND
    issuers, issuers_at = _issuers(domain, reader) if leads else (None, "")
    return Evidence(
        domain=domain,
        words=words.values,
        misplaced=() if words.values else _misplaced(domain, reader),
        chain=chain,
        end=end,
        a=a,
        aaaa=aaaa,
        issuers=issuers,
        issuers_at=issuers_at,
        ours=our_addresses(reader),
    )


def follow(domain: str, reader: DnsReader) -> tuple[tuple[str, ...], ChainEnd]:
    """The names a domain's CNAMEs lead through, one question each; loops and long chains end it."""
    chain = [domain]
    while True:
        answer = reader.look_up(chain[-1], "CNAME")
        if answer.outcome is Outcome.FAILED:
            return tuple(chain), ChainEnd.FAILED
        if answer.outcome is Outcome.SILENT:
            return tuple(chain), ChainEnd.SILENT
        if not answer.values:
            return tuple(chain), ChainEnd.DONE
        chain.append(answer.values[0])
        if chain[-1] in chain[:-1]:
            return tuple(chain), ChainEnd.LOOP
        if len(chain) > MOST_HOPS:
            return tuple(chain), ChainEnd.TOO_LONG


def our_addresses(reader: DnsReader) -> frozenset[str]:
    """Where visitors must arrive: DOMAIN_ADDRESSES, or wherever the platform's own host leads."""
    if settings.DOMAIN_ADDRESSES:
        return frozenset(settings.DOMAIN_ADDRESSES)
    return frozenset(value for kind in ("A", "AAAA") for value in reader.look_up(settings.PLATFORM_HOST, kind).values)


def _misplaced(domain: str, reader: DnsReader) -> tuple[str, ...]:
    """Words at the domain itself, or below it twice, as forms make it that add the domain to every name."""
    places = (f"{VERIFY_LABEL}.{domain}.{domain}", domain)
    return tuple(word for place in places if len(place) <= 253 for word in reader.look_up(place, "TXT").values)


def _issuers(domain: str, reader: DnsReader) -> tuple[tuple[str, ...] | None, str]:
    """The nearest CAA records towards the root rule (RFC 8659, section 3)."""
    labels = domain.split(".")
    for place in (".".join(labels[start:]) for start in range(len(labels) - 1)):
        records = reader.look_up(place, "CAA").values
        if records:
            issue = [value.removeprefix("issue ") for value in records if value.startswith("issue ")]
            return (tuple(value.partition(";")[0].strip() for value in issue), place) if issue else (None, place)
    return None, ""
