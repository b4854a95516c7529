"""What a tenant may be called: slugs and schema names (DESIGN §9.1)."""

import re
import secrets

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused

SLUG_PATTERN = r"^[a-z][a-z0-9-]{1,38}[a-z0-9]$"
_SLUG = re.compile(SLUG_PATTERN)
_BASE32 = "abcdefghijklmnopqrstuvwxyz234567"

# one address each that people would take for the platform's own, or that a protocol expects
_RESERVED_WORDS = """
    about abuse account accounts admin agency api app apps assets auth autoconfig autodiscover billing blog cdn
    checkout console contact content dashboard demo dev docs domain domains download email faq ftp help host hostmaster
    imap info internal legal localhost login mail marque media metrics mx news no-reply noreply ns ns1 ns2
    operator operators platform pop postmaster press pricing privacy public root security settings shop sign-in
    sign-up signup smtp ssl staging static status store studio support system team terms test tls upload webhooks
    webmaster www
"""
RESERVED = frozenset(_RESERVED_WORDS.split())


class BadSlug(Refused):
    """The slug cannot be an address."""

    field = "slug"
    message = _("This address can't be used.")


def taken(slug: str) -> BadSlug:
    """The refusal of an address that another business has."""
    return BadSlug(_("“%(slug)s” is taken. Choose another address.") % {"slug": slug})


def new_schema_name() -> str:
    """A generated name, never user text: `t_` and 16 base32 characters."""
    return "t_" + "".join(secrets.choice(_BASE32) for _ in range(16))


def clean_slug(text: str) -> str:
    """The slug, or BadSlug with what is wrong and what would be right."""
    slug = text.strip()
    if slug != slug.lower():
        raise BadSlug(_("Use lower case only: “%(slug)s”.") % {"slug": slug.lower()})
    if not 3 <= len(slug) <= 40:
        raise BadSlug(_("Use 3 to 40 characters; this has %(count)d.") % {"count": len(slug)})
    if not _SLUG.match(slug):
        raise BadSlug(_("Use letters, digits and hyphens; start with a letter and end with a letter or digit."))
    if slug.startswith("xn--") or "--" in slug:
        raise BadSlug(_("Use single hyphens: “%(slug)s”.") % {"slug": re.sub("-{2,}", "-", slug)})
    if slug in RESERVED:
        raise BadSlug(_("“%(slug)s” is reserved. Choose another, for instance “%(slug)s-school”.") % {"slug": slug})
    return slug


def subdomain_of(slug: str) -> str:
    """The address a tenant gets on the platform's host."""
    return f"{slug}.{settings.PLATFORM_HOST}"
