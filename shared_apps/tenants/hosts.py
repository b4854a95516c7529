"""Hosts as they come in, and domains as they are entered."""

import ipaddress
import re
from uuid import UUID

import idna
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from shared_apps.tenants.letters import looks_latin, mixes_scripts, to_ascii

_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")


class BadDomain(Refused):
    """The domain cannot be served."""

    field = "domain"
    message = _("This domain can't be used.")


def normal_host(raw: str) -> str | None:
    """The bare lower-case host of a Host header: no port, no trailing dot; None for nonsense."""
    host = raw.strip().lower()
    if host.startswith("["):
        return None
    host, _colon, port = host.partition(":")
    if port and not (port.isdigit() and len(port) <= 5):
        return None
    host = host.removesuffix(".")
    return host if _is_host(host) else None


def _is_host(host: str) -> bool:
    return 0 < len(host) <= 253 and all(_LABEL.fullmatch(label) for label in host.split("."))


def clean_domain(text: str) -> str:
    """A domain a tenant may use, in its ASCII form (IDNA 2008 through punycode); BadDomain says what is wrong."""
    domain = text.strip().lower().removesuffix(".")
    if "://" in domain or "/" in domain:
        raise BadDomain(_("Enter the domain alone, like “learn.example.com”, without https:// or a path."))
    if ":" in domain and not domain.startswith("["):
        raise BadDomain(_("Enter the domain without a port."))
    _refuse_address(domain)
    if domain.startswith("*."):
        raise BadDomain(_("A wildcard can't be connected. Enter each domain alone, like “learn.example.com”."))
    domain = _ascii(domain, text)
    if not _is_host(domain) or "." not in domain or domain.rsplit(".", 1)[1].isdigit():
        raise BadDomain(
            _("“%(domain)s” isn't a domain name. It should look like “learn.example.com”.") % {"domain": text}
        )
    _refuse_deceptive(domain)
    return domain


def _refuse_address(domain: str) -> None:
    try:
        ipaddress.ip_address(domain.strip("[]"))
    except ValueError:
        return
    raise BadDomain(_("An IP address can't be used. Enter a domain name, like “learn.example.com”."))


def _ascii(domain: str, text: str) -> str:
    try:
        if domain.isascii() and "" not in domain.split("."):
            return domain  # what is wrong with plain letters is said below, in plainer words
        return to_ascii(domain)
    except ValueError:
        raise BadDomain(_("“%(domain)s” can't be written as a domain name.") % {"domain": text[:253]}) from None


def _refuse_deceptive(domain: str) -> None:
    for label in domain.split("."):
        if not label.startswith("xn--"):
            continue
        try:
            letters = idna.decode(label)
        except idna.IDNAError:
            raise BadDomain(_("“%(label)s” isn't valid punycode.") % {"label": label}) from None
        if mixes_scripts(letters) or looks_latin(letters):
            raise BadDomain(
                _("“%(label)s” could be mistaken for another name. Use letters of one script.") % {"label": letters}
            )


def clean_custom_domain(text: str) -> str:
    """A domain of the creator's own: as `clean_domain`, and not one of the platform's."""
    domain = clean_domain(text)
    for platform in {settings.PLATFORM_HOST, settings.DOMAIN_TARGET, settings.CONTENT_HOST}:
        if (domain == platform or domain.endswith("." + platform)) and not is_practice(domain):
            raise BadDomain(_("“%(domain)s” belongs to the platform. Enter a domain of your own.") % {"domain": domain})
    return domain


def is_practice(domain: str) -> bool:
    """Whether it is a name to try things with, like learn.okafor.localhost in the demo: nobody can own it."""
    return settings.MODE == "demo" and domain.endswith(".localhost") and domain.count(".") > 1


def target_of(tenant_id: UUID) -> str:
    """Where a tenant's CNAMEs lead: a name no other tenant ever has; it starts with a digit, as no slug does."""
    return f"0{tenant_id.hex[:15]}.{settings.DOMAIN_TARGET}"
