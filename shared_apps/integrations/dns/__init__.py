"""dnspython, asking the name servers that the setting DNS_NAMESERVERS lists."""

from shared_apps.integrations.dns.reader import Resolver

__all__ = ["Resolver"]
