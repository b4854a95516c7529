"""Facts of certificates."""

from dataclasses import dataclass

from marque.kit.facts.fact import Fact


@dataclass(frozen=True)
class CertificateIssued(Fact):
    """A learner was given a certificate."""

    certificate_id: int
    person_id: int
    course_id: int


@dataclass(frozen=True)
class CertificateRevoked(Fact):
    """A certificate no longer counts."""

    certificate_id: int
    person_id: int
    course_id: int
