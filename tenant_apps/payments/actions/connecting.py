"""Connecting a gateway: ask it whose keys these are, then keep them sealed."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.sealed import seal, unseal
from marque.kit.tenancy.context import require_tenant
from shared_apps.integrations.ports.connecting import SETUPS, AccountFacts, KeyField, gateway_setup
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.operations.audit import record
from tenant_apps.payments.actions.choosing import NoSuchGateway
from tenant_apps.payments.actions.onboarding import look_again
from tenant_apps.payments.gateways import KEYS, payment_settings
from tenant_apps.payments.models import GatewayConnection


class KeyMissing(Refused):
    """A field of the form is empty."""

    message = _("Fill in %(label)s.")


class ConnectionFailed(Refused):
    """The gateway does not know these keys, or did not answer."""

    message = _("The gateway did not accept this. Nothing was changed.")


class InUse(Refused):
    """Payments go through it."""

    message = _("Payments go through it now. Choose another gateway, or stop offering it, first.")


def connect_gateway(*, gateway: str, keys: Mapping[str, str], by: str) -> GatewayConnection:
    """Keep the keys of an account that answers. Raises NoSuchGateway, KeyMissing, ConnectionFailed, NoSecretsKey."""
    if gateway not in SETUPS:
        raise NoSuchGateway
    setup = gateway_setup(gateway)
    given = {field.name: keys.get(field.name, "").strip() for field in setup.fields}
    for field in setup.fields:
        if field.required and not given[field.name]:
            raise KeyMissing(field=field.name, label=field.label)
    try:
        facts = setup.look(given)
    except ProviderError as error:
        raise ConnectionFailed(error.message) from error
    return _keep(gateway, given, facts, _hint(setup.fields, given), by)


def check_gateway(*, connection: GatewayConnection, by: str) -> GatewayConnection:
    """Ask the gateway again. What it says, or that it says nothing, is shown with the connection."""
    if connection.through_platform:
        return look_again(connection=connection)
    keys = unseal(KEYS, connection.sealed_keys)
    problem = ""
    try:
        facts = gateway_setup(connection.gateway).look(keys, account=connection.account)
        problem = " ".join(facts.problems)
    except ProviderError as error:
        problem = error.message
    connection.checked_at, connection.problem = clock.now(), problem[:500]
    connection.save(update_fields=["checked_at", "problem"])
    return connection


@transaction.atomic
def disconnect_gateway(*, connection: GatewayConnection, by: str) -> None:
    """Forget the keys; raises InUse."""
    chosen = payment_settings()
    if connection.gateway in (chosen.gateway, *chosen.also):
        raise InUse
    connection.delete()
    _audit("payments.disconnect", connection, by)


@transaction.atomic
def _keep(gateway: str, keys: Mapping[str, str], facts: AccountFacts, hint: str, by: str) -> GatewayConnection:
    now = clock.now()
    connection, _new = GatewayConnection.objects.update_or_create(
        gateway=gateway,
        defaults={
            "account": facts.account,
            "account_name": facts.name,
            "sealed_keys": seal(KEYS, dict(keys)) if keys else "",
            "key_hint": hint,
            "live_since": now if facts.live else None,
            "connected_by": by,
            "checked_at": now,
            "problem": " ".join(facts.problems)[:500],
            # an account of their own takes the place of one that the platform opened
            "charges_enabled": None,
            "payouts_enabled": None,
            "transfers_enabled": None,
            "due": [],
            "due_at": None,
        },
    )
    _audit("payments.connect", connection, by)
    return connection


def _audit(action: str, connection: GatewayConnection, by: str) -> None:
    tenant = require_tenant()
    data = {"gateway": connection.gateway, "account": connection.account, "live": connection.live_since is not None}
    record(by=by, action=action, target=tenant.slug, tenant_id=tenant.id, data=data)


def _hint(fields: tuple[KeyField, ...], given: Mapping[str, str]) -> str:
    """The end of the first secret: enough to tell two keys apart, of no use to anybody."""
    first = next((given[field.name] for field in fields if field.secret), "")
    return f"…{first[-4:]}" if len(first) >= 16 else ""
