"""An account at the gateway, opened through the platform: its owner answers questions on the gateway's own pages."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.tenancy.context import require_tenant
from shared_apps.inbox.actions import hold_account
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.onboarding import ONBOARDINGS, Onboarding, Role, Standing, onboarding
from shared_apps.integrations.ports.payments import Access, Merchant
from shared_apps.operations.audit import record
from shared_apps.settlements.platform import has_platform_account, platform_keys
from tenant_apps.payments.models import GatewayConnection


class NoOnboarding(Refused):
    """The gateway, or this platform, opens no accounts."""

    message = _("No account can be opened from here. Connect with keys of your own.")


class HasOwnKeys(Refused):
    """An account of their own is connected."""

    message = _("An account is connected with its own keys. Disconnect it first.")


class NotAnswering(Refused):
    """The gateway said no, or nothing."""

    message = _("The gateway did not answer. Nothing was changed. Try again in a minute.")


def opens_accounts(gateway: str) -> bool:
    """Can an account be opened here: does the gateway know how, and has the platform an account of its own there?"""
    if gateway not in ONBOARDINGS or require_tenant().safe_mode:
        return False
    return has_platform_account(gateway)


def onboarding_at(gateway: str) -> Onboarding:
    """The gateway's onboarding, with the platform's keys; raises NoOnboarding."""
    if not opens_accounts(gateway):
        raise NoOnboarding
    return onboarding(gateway, access=Access(platform=platform_keys(gateway), merchant=Merchant.PLATFORM))


def begin_connection(*, gateway: str, email: str, by: str) -> GatewayConnection:
    """Open the business's account, once: pressed again, or cut off in between, it is the same one.

    Raises NoOnboarding, HasOwnKeys, NotAnswering.
    """
    at, tenant = onboarding_at(gateway), require_tenant()
    known = GatewayConnection.objects.filter(gateway=gateway).first()
    if known is not None and not known.through_platform:
        raise HasOwnKeys
    if known is not None:
        return known
    try:
        account = at.open_account(
            role=Role.SELLER,
            email=email,
            metadata={"tenant": str(tenant.id)},
            # one account a day: whoever disconnects and comes back soon finds what was filled in
            idempotency_key=f"connect-{tenant.id}",
        )
    except ProviderError as error:
        raise NotAnswering(error.message) from error
    hold_account(source=gateway, account=account, tenant_id=tenant.id)
    return _keep(gateway, account, by)


def connection_link(*, connection: GatewayConnection, back_url: str, again_url: str) -> str:
    """An address that works once, to the gateway's questions; raises NoOnboarding, NotAnswering."""
    at = onboarding_at(connection.gateway)
    try:
        return at.link(account=connection.account, back_url=back_url, again_url=again_url)
    except ProviderError as error:
        raise NotAnswering(error.message) from error


def look_again(*, connection: GatewayConnection) -> GatewayConnection:
    """Ask how the account stands. A gateway that does not answer is a problem shown with the connection."""
    try:
        standing = onboarding_at(connection.gateway).standing(account=connection.account)
    except (ProviderError, NoOnboarding) as error:
        connection.problem, connection.checked_at = str(error)[:500], clock.now()
        connection.save(update_fields=["problem", "checked_at"])
        return connection
    return _note(connection, standing)


@transaction.atomic
def _keep(gateway: str, account: str, by: str) -> GatewayConnection:
    connection, new = GatewayConnection.objects.get_or_create(
        gateway=gateway, defaults={"account": account, "connected_by": by, "checked_at": clock.now()}
    )
    if new:
        tenant = require_tenant()
        data = {"gateway": gateway, "account": account, "through": "platform"}
        record(by=by, action="payments.connect", target=tenant.slug, tenant_id=tenant.id, data=data)
    return connection


def _note(connection: GatewayConnection, standing: Standing) -> GatewayConnection:
    now = clock.now()
    connection.account_name = standing.name[:200]
    connection.charges_enabled, connection.payouts_enabled = standing.charges, standing.payouts
    connection.transfers_enabled = standing.transfers
    connection.due, connection.due_at = list(standing.due), standing.due_at
    connection.problem, connection.checked_at = standing.problem[:500], now
    connection.live_since = (connection.live_since or now) if standing.live and standing.charges else None
    connection.save()
    return connection
