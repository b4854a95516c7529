"""Who a message comes from: the tenant, by name."""

from email.headerregistry import Address

from django.conf import settings

from marque.kit.tenancy.context import CurrentTenant


def sender_of(tenant: CurrentTenant) -> str:
    """The From header: the tenant's name, and MAIL_FROM or an address on its own domain."""
    return named(tenant.name, settings.MAIL_FROM or f"no-reply@{tenant.domain.partition(':')[0]}")


def leaves(tenant: CurrentTenant) -> bool:
    """Whether mail goes out into the world: a server is set, and the tenant is not in safe mode."""
    return bool(settings.EMAIL_HOST) and not tenant.safe_mode


def named(name: str, address: str) -> str:
    """`Name <address>`, quoted where it must be; line breaks in names cannot start a new header."""
    return str(Address(display_name=" ".join(name.split()), addr_spec=address))
