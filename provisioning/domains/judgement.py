"""From evidence to a verdict: whose the domain is, whether it leads here, and what stands in the way."""

import ipaddress
from typing import Any

from django.conf import settings

from provisioning.domains.evidence import ChainEnd, Evidence
from provisioning.domains.strangers import name_of
from shared_apps.integrations.ports.dns import Outcome
from shared_apps.tenants.domain import Domain, Proof
from shared_apps.tenants.hosts import target_of
from shared_apps.tenants.watching import Proves, Verdict

Finding = dict[str, Any]
# the domain works for some or all of its visitors
MILD = frozenset({"some_elsewhere", "ipv6_elsewhere", "caa"})


def proofs_in(evidence: Evidence) -> Proves:
    """Whether the evidence proves a row to be its tenant's: its words in TXT, or a CNAME to its tenant's target."""

    def proves(row: Domain) -> str:
        if row.token in (word.strip().strip('"') for word in evidence.words):
            return Proof.TXT.value
        return Proof.CNAME.value if target_of(row.tenant_id) in evidence.chain[1:] else ""

    return proves


def judge(row: Domain, evidence: Evidence) -> Verdict:
    """What to write down of a look at a domain. Addresses alone prove nothing: all businesses here share them."""
    points, findings = _where_it_leads(evidence)
    if not proofs_in(evidence)(row) and not row.is_held:
        findings = [*_about_proof(row, evidence), *findings]
    if points and (forbidden := _forbidden(evidence)):
        findings.append(forbidden)
    return Verdict(points=points, findings=findings)


def _where_it_leads(evidence: Evidence) -> tuple[bool | None, list[Finding]]:
    early = {
        ChainEnd.SILENT: (None, {"code": "silent"}),
        ChainEnd.FAILED: (None, {"code": "failed"}),
        ChainEnd.LOOP: (False, {"code": "loop", "chain": list(evidence.chain)}),
        ChainEnd.TOO_LONG: (False, {"code": "too_long", "chain": list(evidence.chain)}),
    }
    if evidence.end in early:
        points, finding = early[evidence.end]
        return points, [finding]
    found = [*evidence.a.values, *evidence.aaaa.values]
    if _passes_through_us(evidence) or set(found) & evidence.ours:
        return True, _astray(evidence)
    if not found:
        return _leads_nowhere(evidence)
    return False, [_elsewhere(evidence, found)]


def _passes_through_us(evidence: Evidence) -> bool:
    own = {settings.PLATFORM_HOST, settings.DOMAIN_TARGET}
    return any(name in own or name.endswith(tuple(f".{host}" for host in own)) for name in evidence.chain[1:])


def _leads_nowhere(evidence: Evidence) -> tuple[bool | None, list[Finding]]:
    outcomes = {evidence.a.outcome, evidence.aaaa.outcome}
    if Outcome.SILENT in outcomes:
        return None, [{"code": "silent"}]
    if Outcome.FAILED in outcomes:
        return None, [{"code": "failed"}]
    if len(evidence.chain) > 1:
        return False, [{"code": "dangling", "chain": list(evidence.chain)}]
    return False, [{"code": "no_name" if evidence.a.outcome is Outcome.NO_NAME else "no_address"}]


def _astray(evidence: Evidence) -> list[Finding]:
    """It leads here, but not only."""
    if _passes_through_us(evidence):
        return []
    findings: list[Finding] = []
    if stray := sorted(set(evidence.a.values) - evidence.ours):
        findings.append({"code": "some_elsewhere", "values": stray})
    if stray := sorted(set(evidence.aaaa.values) - evidence.ours):
        findings.append({"code": "ipv6_elsewhere", "values": stray})
    return findings


def _elsewhere(evidence: Evidence, found: list[str]) -> Finding:
    if private := [value for value in found if not ipaddress.ip_address(value).is_global]:
        return {"code": "private", "values": private}
    stranger, hides = name_of(evidence.chain[1:], found)
    return {"code": "proxied" if hides else "elsewhere", "values": found, "stranger": stranger}


def _about_proof(row: Domain, evidence: Evidence) -> list[Finding]:
    if row.token in evidence.misplaced:
        return [{"code": "misplaced"}]
    if evidence.words:
        return [{"code": "wrong_words", "values": [word[:80] for word in evidence.words[:5]]}]
    return [{"code": "no_proof"}]


def _forbidden(evidence: Evidence) -> Finding | None:
    if evidence.issuers is None or set(evidence.issuers) & set(settings.CERTIFICATE_ISSUERS):
        return None
    return {"code": "caa", "values": [name for name in evidence.issuers if name], "at": evidence.issuers_at}
