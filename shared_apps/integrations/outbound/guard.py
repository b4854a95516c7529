"""Which addresses may be asked, and where they are."""

from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from shared_apps.integrations.dns.reader import Resolver
from shared_apps.integrations.ports.dns import Answer, Outcome

LONGEST = 500
PATIENCE_SECONDS = 2.0
# below 1024 stand mail, names and shells: nothing that takes a webhook
_FIRST_FREE_PORT = 1024
# they carry an IPv4 address inside, which may be anybody's
_WRAPPED = [IPv6Network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96")]
LookUp = Callable[[str, str], Answer]


class AddressRefused(Refused):
    """An address that is not a public place on the web."""

    field = "url"
    message = _("This address cannot be used.")


@dataclass(frozen=True)
class Target:
    """An address, taken apart."""

    secure: bool
    host: str
    port: int
    path: str

    @property
    def exempt(self) -> bool:
        """A receiver of practice, named one by one."""
        return f"{self.host}:{self.port}" in settings.OUTBOUND_EXEMPT

    @property
    def named(self) -> str:
        """For the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.secure else 80) else f"{host}:{self.port}"


def read_address(url: str) -> Target:
    """An address that may be asked as far as its text shows; raises AddressRefused."""
    parts = _parts(url)
    secure, host = parts.scheme == "https", (parts.hostname or "").rstrip(".")
    path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    target = Target(secure, host, parts.port or (443 if secure else 80), path)
    if target.exempt:
        return target
    if not secure:
        raise AddressRefused(_("Begin with https://, so that nobody reads along."))
    if target.port != 443 and target.port < _FIRST_FREE_PORT:
        raise AddressRefused(_("Port %(port)s is not for this. Use 443, or one above 1023."), port=target.port)
    if _is_literal(host):
        _refuse_private([host])
    elif "." not in host or host.rpartition(".")[2].isdigit() or host.endswith((".localhost", ".local", ".internal")):
        raise AddressRefused(_("“%(host)s” is not a public name."), host=host)
    return target


def place_of(target: Target, look_up: LookUp | None = None) -> str:
    """The one address it is asked at, looked up once; raises AddressRefused where any of its addresses is private."""
    if target.exempt or _is_literal(target.host):
        return target.host
    ask = look_up or Resolver(patience=PATIENCE_SECONDS).look_up
    answers = [ask(target.host, kind) for kind in ("A", "AAAA")]
    found = [value for answer in answers if answer.outcome is Outcome.FOUND for value in answer.values]
    if not found:
        raise AddressRefused(_("“%(host)s” leads nowhere: the DNS knows no address of it."), host=target.host)
    _refuse_private(found)
    return found[0]


def is_public(address: str) -> bool:
    """Whether an IP address is anybody's on the internet: not ours, not a neighbour's, not a machine room's."""
    ip = ip_address(address)
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped is not None or ip.scope_id or any(ip in net for net in _WRAPPED):
            return False
        if ip.is_site_local:
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _parts(url: str) -> SplitResult:
    if not (url.isascii() and url.isprintable()) or " " in url or "\\" in url or len(url) > LONGEST:
        raise AddressRefused(_("Write an address of up to 500 plain letters and signs, without spaces."))
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise AddressRefused(_("Write an address such as https://example.com/webhooks.")) from None
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise AddressRefused(_("Write an address such as https://example.com/webhooks."))
    if "@" in parts.netloc:
        raise AddressRefused(_("Leave names and passwords out of the address. Check the signature instead."))
    return parts


def _is_literal(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _refuse_private(addresses: list[str]) -> None:
    for address in addresses:
        if not is_public(address):
            raise AddressRefused(_("This address leads to a private network (%(address)s)."), address=address)
