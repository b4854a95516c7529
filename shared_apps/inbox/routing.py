"""Which business a webhook is about."""

from uuid import UUID

from marque.kit import clock
from shared_apps.inbox.models import HeldAccount, KnownReference, Notice


class Unrouted(Exception):
    """Nobody here is known by it, yet: an account may be connected after its first event."""


class Foreign(Exception):
    """It says it is about one business and comes from another's account."""


def tenant_of(notice: Notice) -> UUID:
    """The business; raises Unrouted and Foreign.

    A connected account decides alone: what is written in its objects may be written by whoever owns it.
    """
    said = _read(notice.said_tenant)
    if notice.account:
        holder = HeldAccount.objects.filter(source=notice.source, account=notice.account).first()
        if holder is None:
            raise Unrouted(f"No business here is connected to the account {notice.account}.")
        return _agreeing(holder.tenant_id, said)
    known = KnownReference.objects.filter(source=notice.source, reference=notice.reference).first()
    if known is not None:
        return _agreeing(known.tenant_id, said)
    if said is None:
        raise Unrouted("It names no business, and no payment that is known here.")
    return said


def remember(*, source: str, reference: str, tenant_id: UUID) -> None:
    """Know a payment on the platform's own account again. The first business it was said of keeps it."""
    KnownReference.objects.get_or_create(
        source=source, reference=reference, defaults={"tenant_id": tenant_id, "known_since": clock.now()}
    )


def _agreeing(holder: UUID, said: UUID | None) -> UUID:
    if said is not None and said != holder:
        raise Foreign("It comes from the account of one business and is about an object of another.")
    return holder


def _read(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
