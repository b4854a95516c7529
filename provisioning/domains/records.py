"""What to type at the DNS provider."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from provisioning.domains.evidence import VERIFY_LABEL
from shared_apps.tenants.domain import Domain
from shared_apps.tenants.hosts import target_of

# where registries sell names one level further down, like example.co.uk
_SECOND_LEVELS = frozenset("ac co com edu gob gov go gv ltd me mil ne net nom or org plc sch".split())  # noqa: SIM905
_COUNTRY, _MOST_LABELS_OF_APEX = 2, 3


@dataclass(frozen=True)
class Record:
    """One record: what the provider's form asks for, and its full name."""

    kind: str
    name: str
    value: str
    host: str


@dataclass(frozen=True)
class Way:
    """Records that together connect a domain."""

    title: str
    records: tuple[Record, ...]


def apex_of(domain: str) -> str:
    """The domain as it was bought: two labels, or three below endings like co.uk. A guess, for what forms expect."""
    labels = domain.split(".")
    deep = len(labels) >= _MOST_LABELS_OF_APEX and len(labels[-1]) == _COUNTRY and labels[-2] in _SECOND_LEVELS
    return ".".join(labels[-3:] if deep else labels[-2:])


def ways_for(row: Domain, addresses: frozenset[str]) -> list[Way]:
    """How to connect a domain, the simplest way first: one CNAME below an apex, where CNAMEs may not stand."""
    by_address = (*_address_records(row.domain, addresses), _record("TXT", f"{VERIFY_LABEL}.{row.domain}", row.token))
    if row.domain == apex_of(row.domain):
        return [Way(_("Add these records"), by_address)]
    cname = _record("CNAME", row.domain, target_of(row.tenant_id))
    return [
        Way(_("Add this record"), (cname,)),
        Way(_("If your provider can't add a CNAME there, add these instead"), by_address),
    ]


def _address_records(domain: str, addresses: frozenset[str]) -> tuple[Record, ...]:
    return tuple(
        _record("AAAA" if ":" in value else "A", domain, value)
        for value in sorted(addresses, key=lambda value: (":" in value, value))
    )


def _record(kind: str, host: str, value: str) -> Record:
    apex = apex_of(host)
    return Record(kind=kind, name=host.removesuffix(apex).rstrip(".") or "@", value=value, host=host)
