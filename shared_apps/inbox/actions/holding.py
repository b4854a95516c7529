"""Which business holds which account at a vendor."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from shared_apps.inbox.models import HeldAccount, Notice
from shared_apps.inbox.routing import remember


class AccountTaken(Refused):
    """Another business here has it."""

    message = _("This account is connected to another business here. Disconnect it there first.")


def hold_account(*, source: str, account: str, tenant_id: UUID) -> HeldAccount:
    """From now on webhooks about this account are this business's; those that came too early are tried again.

    Holding it twice changes nothing. Raises AccountTaken.
    """
    now = clock.now()
    held, _new = HeldAccount.objects.get_or_create(
        source=source, account=account, defaults={"tenant_id": tenant_id, "held_since": now}
    )
    if held.tenant_id != tenant_id:
        raise AccountTaken
    Notice.objects.waiting().filter(source=source, account=account).update(next_at=now)
    return held


def release_account(*, source: str, account: str, tenant_id: UUID) -> None:
    """It is this business's no more. Not having it is fine."""
    HeldAccount.objects.filter(source=source, account=account, tenant_id=tenant_id).delete()


def remember_payment(*, source: str, reference: str, tenant_id: UUID) -> None:
    """Whose payment this is that stands on the platform's own account; the first answer stays."""
    remember(source=source, reference=reference, tenant_id=tenant_id)
