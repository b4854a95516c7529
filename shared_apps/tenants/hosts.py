"""Hosts as they come in, and domains as they are entered."""

import ipaddress
import re

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused

_LABEL = re.compile(r"^(?!-)[a-z0-9-]{1,63}(?<!-)$")


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
    return 0 < len(host) <= 253 and all(_LABEL.match(label) for label in host.split("."))


def clean_domain(text: str) -> str:
    """A domain a tenant may use, in its ASCII form (IDNA 2008 through punycode); BadDomain says what is wrong."""
    domain = text.strip().lower().removesuffix(".")
    if "://" in domain or "/" in domain:
        raise BadDomain(_("Enter the domain alone, like “learn.example.com”, without https:// or a path."))
    if ":" in domain and not domain.startswith("["):
        raise BadDomain(_("Enter the domain without a port."))
    _refuse_address(domain)
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        raise BadDomain(_("“%(domain)s” can't be written as a domain name.") % {"domain": text}) from None
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


def _refuse_deceptive(domain: str) -> None:
    for label in domain.split("."):
        if label.startswith("xn--"):
            try:
                label.encode("ascii").decode("idna")
            except UnicodeError:
                raise BadDomain(_("“%(label)s” isn't valid punycode.") % {"label": label}) from None


def clean_custom_domain(text: str) -> str:
    """A domain of the creator's own: as `clean_domain`, and not one of the platform's."""
    domain = clean_domain(text)
    platform = settings.PLATFORM_HOST
    if domain == platform or domain.endswith("." + platform):
        raise BadDomain(_("“%(domain)s” belongs to the platform. Enter a domain of your own.") % {"domain": domain})
    return domain
