"""Look at a domain's DNS, write down what follows, and let the site and its owners know."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from marque.kit import clock
from provisioning.domains.actions import follow_home
from provisioning.domains.announce import announce
from provisioning.domains.evidence import gather, our_addresses
from provisioning.domains.judgement import MILD, judge, proofs_in
from provisioning.domains.records import Way, ways_for
from provisioning.domains.words import sentence
from shared_apps.integrations.dns import Resolver
from shared_apps.integrations.ports.dns import DnsReader
from shared_apps.tenants.claims import one_of
from shared_apps.tenants.domain import Domain
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.watching import Verdict, conclude

Progress = Callable[[str], None]


def _silent(step: str) -> None:
    """Nobody watches."""


@dataclass(frozen=True)
class Report:
    """A domain's state in words, and what to type at the DNS provider."""

    domain: Domain
    problems: tuple[str, ...]  # visitors do not arrive, or nobody has proven it
    warnings: tuple[str, ...]  # it works, for some or for now
    ways: tuple[Way, ...]

    @property
    def is_right(self) -> bool:
        """Whether nothing is left to do."""
        return not self.problems and not self.warnings


def check_domain(
    *, tenant: Tenant, domain: str, reader: DnsReader | None = None, progress: Progress = _silent
) -> Report:
    """What DNS says of one of the tenant's domains now; writes nothing. Raises BadDomain."""
    row = one_of(tenant, domain, lock=False)
    reader = reader or Resolver()
    if row.is_own:
        return report(row, Verdict(points=True), reader)
    progress("Asking the DNS")
    return report(row, judge(row, gather(row.domain, reader)), reader)


def verify_domain(
    *, tenant: Tenant, domain: str, by: str, reader: DnsReader | None = None, progress: Progress = _silent
) -> Report:
    """Look at a domain's DNS and let it serve when that proves it the tenant's; raises BadDomain.

    The report's `domain.is_held` says whether it did. Run again, it finishes what was cut off half way.
    """
    row = one_of(tenant, domain, lock=False)
    reader = reader or Resolver()
    if not row.is_own:
        progress("Asking the DNS")
        verdict = look_at(row, by=by, reader=reader)
        row = Domain.objects.select_related("tenant").get(id=row.id)
        return report(row, Verdict(points=verdict.points, findings=row.findings), reader)
    return report(row, Verdict(points=True), reader)


def look_at(row: Domain, *, by: str, reader: DnsReader) -> Verdict:
    """Ask, outside of any transaction; write down; then bring sites home and write to owners, who may be two."""
    evidence = gather(row.domain, reader)
    verdict = judge(row, evidence)
    changed = conclude(domain_id=row.id, verdict=verdict, proves=proofs_in(evidence), by=by, now=clock.now())
    _settle({row.id, *(one.id for one in changed)})
    return verdict


def _settle(ids: Iterable[int]) -> None:
    working = Tenant.objects.working()
    for row in Domain.objects.filter(id__in=list(ids), tenant__in=working).select_related("tenant"):
        follow_home(row.tenant)
        announce(row)


def report_of(row: Domain) -> Report:
    """What the last look found, in words; asks nobody but for the platform's own addresses."""
    return report(row, Verdict(points=None, findings=row.findings), Resolver())


def report(row: Domain, verdict: Verdict, reader: DnsReader) -> Report:
    """Put a verdict into words."""
    ways = () if row.is_own else tuple(ways_for(row, our_addresses(reader)))
    return Report(
        domain=row, problems=said(row, verdict.findings), warnings=said(row, verdict.findings, mild=True), ways=ways
    )


def said(row: Domain, findings: list[dict], *, mild: bool = False) -> tuple[str, ...]:
    """The findings in words: those that stop it, or those that do not."""
    return tuple(sentence(finding, row) for finding in findings if (finding.get("code") in MILD) is mild)
