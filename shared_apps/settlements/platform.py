"""The platform's own accounts at gateways, and for whom it may collect."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.sealed import seal, unseal
from shared_apps.integrations.ports.connecting import gateway_setup
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.operations.audit import record
from shared_apps.settlements.models import CollectingGrant, PlatformGateway

_PURPOSE, _OWNER = "settlements.platform-keys", "platform"


class KeysRefused(Refused):
    """The gateway does not know them, or did not answer."""

    message = _("The gateway did not accept these keys. Nothing was changed.")


def has_platform_account(gateway: str) -> bool:
    """Has the platform an account of its own there, by what operators typed or by the environment?"""
    typed = PlatformGateway.objects.filter(gateway=gateway).exists()
    return typed or bool(getattr(settings, f"{gateway.upper()}_SECRET_KEY", ""))


def platform_keys(gateway: str) -> Mapping[str, str]:
    """What operators typed; empty where they typed nothing, and the environment decides."""
    row = PlatformGateway.objects.filter(gateway=gateway).only("sealed_keys").first()
    return unseal(_PURPOSE, row.sealed_keys, owner=_OWNER) if row else {}


def set_platform_keys(*, gateway: str, keys: Mapping[str, str], by: str) -> PlatformGateway:
    """Keep the keys of the platform's own account, once the gateway knows them. Raises KeysRefused, NoSecretsKey."""
    given = {name: value.strip() for name, value in keys.items()}
    try:
        facts = gateway_setup(gateway).look(given)
    except ProviderError as error:
        raise KeysRefused(error.message) from error
    values = {
        "account": facts.account,
        "account_name": facts.name,
        "sealed_keys": seal(_PURPOSE, given, owner=_OWNER),
        "key_hint": f"…{given['secret_key'][-4:]}",
        "live": facts.live,
        "set_by": by,
        "set_at": clock.now(),
        "problem": " ".join(facts.problems)[:500],
    }
    with transaction.atomic(using="control"):
        row, _new = PlatformGateway.objects.update_or_create(gateway=gateway, defaults=values)
        about = {"account": facts.account, "live": facts.live}
        record(by=by, action="gateway.keys", target=gateway, data=about)
    return row


def forget_platform_keys(*, gateway: str, by: str) -> None:
    """What the environment says holds again. Calling it twice changes nothing."""
    with transaction.atomic(using="control"):
        gone, _rows = PlatformGateway.objects.filter(gateway=gateway).delete()
        if gone:
            record(by=by, action="gateway.forget", target=gateway)


def may_collect_for(tenant_id: UUID) -> bool:
    """Have operators said that the platform collects for this business?"""
    return CollectingGrant.objects.filter(tenant_id=tenant_id, ended_at=None).exists()


def let_collect(*, tenant_id: UUID, slug: str, by: str) -> None:
    """Allow a business to let the platform collect. Calling it twice changes nothing."""
    with transaction.atomic(using="control"):
        _row, new = CollectingGrant.objects.get_or_create(
            tenant_id=tenant_id, ended_at=None, defaults={"granted_by": by, "granted_at": clock.now()}
        )
        if new:
            record(by=by, action="collecting.grant", target=slug, tenant_id=tenant_id)


def stop_collecting(*, tenant_id: UUID, slug: str, by: str) -> None:
    """No business that is its own merchant may change to the platform now; one that does not stays as it is."""
    with transaction.atomic(using="control"):
        ended = CollectingGrant.objects.filter(tenant_id=tenant_id, ended_at=None).update(
            ended_at=clock.now(), ended_by=by
        )
        if ended:
            record(by=by, action="collecting.end", target=slug, tenant_id=tenant_id)
