"""Who is told of a vendor's webhook. An app writes its receivers in a module `receivers`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from shared_apps.integrations.ports.gateway_facts import WebhookFact
from shared_apps.integrations.ports.notices import notice_source


@dataclass(frozen=True)
class Received:
    """A webhook on its way to an action. It may come twice, late, and before what it follows."""

    source: str
    event_id: str
    kind: str
    account: str
    body: bytes

    @property
    def fact(self) -> WebhookFact:
        """What it says of a payment, in the port's words."""
        return notice_source(self.source).fact(self.body)


Handler = Callable[[Received], Any]


@dataclass(frozen=True)
class Receiver:
    """One function, and whether it runs inside the business that the webhook is about."""

    handle: Handler
    in_tenant: bool


_receivers: dict[tuple[str, str], Receiver] = {}


def receives(source: str, *kinds: str, in_tenant: bool = True) -> Callable[[Handler], Handler]:
    """Decorate a function for kinds that begin with one of these words; the longest beginning wins.

    What the platform itself is told (its own bill, say) is `in_tenant=False` and needs no business.
    """

    def register(handle: Handler) -> Handler:
        for kind in kinds:
            if (source, kind) in _receivers:
                raise ValueError(f"{source} {kind} has a receiver already.")
            _receivers[source, kind] = Receiver(handle, in_tenant)
        return handle

    return register


def receiver_of(source: str, kind: str) -> Receiver | None:
    """The one for this kind; None when nobody wants to know."""
    fitting = [start for known, start in _receivers if known == source and kind.startswith(start)]
    return _receivers[source, max(fitting, key=len)] if fitting else None


def forget(source: str, kind: str) -> None:
    """Remove a receiver; tests that register their own clean up with it."""
    _receivers.pop((source, kind), None)
