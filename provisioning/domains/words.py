"""Findings in words: what is wrong, and what to do about it."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from provisioning.domains.evidence import VERIFY_LABEL
from provisioning.domains.judgement import Finding
from shared_apps.tenants.domain import Domain
from shared_apps.tenants.letters import readable

_UNKNOWN = _("%(domain)s isn't set up yet. Compare its DNS with the records below.")
_TEMPLATES = {
    "no_proof": _(
        "We can't see yet that %(domain)s is yours. Add the records below. New records show up after minutes, "
        "sometimes hours."
    ),
    "wrong_words": _(
        "There is a TXT record at %(place)s, but its value is “%(values)s”. Replace it with the one below."
    ),
    "misplaced": _(
        "The TXT record is there, but at another name. Give it the name below; if your provider adds the domain "
        "by itself, type only the short one."
    ),
    "taken": _(
        "%(domain)s is connected to another business here, and still proven to be its own. If both are yours, "
        "remove it there first."
    ),
    "silent": _("The name servers of %(domain)s didn't answer in time. We'll ask again; nothing changes meanwhile."),
    "failed": _(
        "The name servers of %(domain)s answer with an error (SERVFAIL). Often the domain isn't set up at the "
        "provider its registrar names, or DNSSEC is switched on at one of the two only."
    ),
    "no_name": _(
        "%(domain)s isn't in the DNS (NXDOMAIN). Check the spelling; if the domain is registered, add the records "
        "below."
    ),
    "no_address": _("%(domain)s has no address in the DNS. Add the records below."),
    "dangling": _(
        "The CNAME of %(domain)s leads to a name without an address (%(chain)s). Replace it with the record below."
    ),
    "loop": _("The CNAME records of %(domain)s go round in a circle: %(chain)s. Keep only the record below."),
    "too_long": _("%(domain)s goes through too many CNAMEs: %(chain)s. Let it lead straight here."),
    "private": _("%(domain)s leads to %(values)s, an address only your own network can reach. Use the records below."),
    "proxied": _(
        "%(domain)s goes through %(stranger)s (%(values)s), which hides where it leads. Switch the proxy off for "
        "this record (“DNS only”), or use the records below."
    ),
    "elsewhere_known": _(
        "%(domain)s still leads to %(stranger)s (%(values)s). Replace that record with the ones below."
    ),
    "elsewhere": _("%(domain)s leads to %(values)s, not here. Replace that record with the ones below."),
    "some_elsewhere": _(
        "%(domain)s leads here, but also to %(values)s: some visitors end up there. Delete that A record."
    ),
    "ipv6_elsewhere": _(
        "%(domain)s leads here, but its AAAA record to %(values)s: visitors with IPv6 end up there, and no "
        "certificate can be issued. Delete that AAAA record."
    ),
    "caa": _(
        "CAA records at %(at)s let only %(values)s issue certificates. Add one that also allows ours: "
        "type CAA, flag 0, tag issue, value %(issuer)s."
    ),
    "caa_nobody": _(
        "A CAA record at %(at)s forbids every certificate. Replace it: type CAA, flag 0, tag issue, value %(issuer)s."
    ),
}


def sentence(finding: Finding, row: Domain) -> str:
    """One finding about a domain, for a person; a code of another release is said in general."""
    values = {
        "domain": row.shown,
        "place": f"{VERIFY_LABEL}.{row.domain}",
        "values": ", ".join(finding.get("values", [])),
        "chain": " → ".join(readable(name) for name in finding.get("chain", [])),
        "stranger": finding.get("stranger", ""),
        "at": finding.get("at", ""),
        "issuer": settings.CERTIFICATE_ISSUERS[0],
    }
    return _template(finding) % values


def _template(finding: Finding) -> str:
    code = finding.get("code", "")
    if code == "elsewhere" and finding.get("stranger"):
        code = "elsewhere_known"
    if code == "caa" and not finding.get("values"):
        code = "caa_nobody"
    return str(_TEMPLATES.get(code, _UNKNOWN))
