"""Domains of creators' own: whom we ask about them, and where they must lead."""

from marque.config.settings.base import MODE, PRACTICE
from marque.config.settings.web import PLATFORM_HOST
from marque.kit import env

# Public resolvers see what visitors see. Tests ask nobody unless they bring a server of their own.
DNS_NAMESERVERS = env.endpoints("DNS_NAMESERVERS", "127.0.0.1#1" if MODE == "test" else "1.1.1.1,9.9.9.9", port=53)
# CNAMEs lead to a name below this one; a neutral domain of the platform's, if its own should not show
DOMAIN_TARGET = env.text("DOMAIN_TARGET", PLATFORM_HOST)
# Where A and AAAA records must lead; empty: wherever PLATFORM_HOST does
DOMAIN_ADDRESSES = env.addresses("DOMAIN_ADDRESSES", "127.0.0.1,::1" if PRACTICE else "")
# Who signs our certificates, as CAA records name it
CERTIFICATE_ISSUERS = env.words("CERTIFICATE_ISSUERS", "letsencrypt.org")
