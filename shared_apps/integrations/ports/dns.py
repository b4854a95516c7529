"""Asking the DNS: what the check of a domain needs of any resolver."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Outcome(StrEnum):
    """How a question ended. Only the first three are answers."""

    FOUND = "found"
    EMPTY = "empty"  # the name is there, without records of this kind
    NO_NAME = "no_name"  # NXDOMAIN
    FAILED = "failed"  # SERVFAIL, REFUSED, or an answer nobody can read
    SILENT = "silent"  # nobody answered in time


@dataclass(frozen=True)
class Answer:
    """One question's answer: values as text, names without their final dot, in lower case."""

    outcome: Outcome
    values: tuple[str, ...] = ()


class DnsReader(Protocol):
    """Asks name servers. Never raises: what went wrong is an outcome."""

    def look_up(self, name: str, kind: str) -> Answer:
        """The records of a kind (A, AAAA, CNAME, TXT, CAA) at a name."""
        ...
