"""Endpoints: added, changed, switched off and on; their secrets shown once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit import clock, sealed
from marque.kit.errors import Refused
from marque.kit.tenancy.context import require_tenant
from shared_apps.integrations.outbound import read_address
from shared_apps.operations import audit
from tenant_apps.webhooks.happenings import TYPES
from tenant_apps.webhooks.letters import write_that_it_is_off
from tenant_apps.webhooks.models import WEBHOOKS, Because, WebhookEndpoint
from tenant_apps.webhooks.signing import new_secret

MOST = 10
BOTH_SIGN = timedelta(days=1)
_PURPOSE = "webhooks.secret"


class TooManyEndpoints(Refused):
    """More than anybody needs."""

    message = _("A business has up to %(most)s endpoints. Remove one first.")


class UnknownType(Refused):
    """A type of event that there is not."""

    field = "types"
    message = _("There is no event “%(type)s”.")


@transaction.atomic
def add_endpoint(
    *, url: str, types: Iterable[str], description: str = "", speaks: str = WEBHOOKS, secret: str = "", by: Any
) -> tuple[WebhookEndpoint, str]:
    """An endpoint and its secret, which is not shown again; raises AddressRefused, UnknownType, TooManyEndpoints."""
    read_address(url)
    if WebhookEndpoint.objects.speaking(speaks).count() >= MOST:
        raise TooManyEndpoints(most=MOST)
    secret = secret or new_secret()
    endpoint = WebhookEndpoint.objects.create(
        url=url,
        types=_known(types),
        description=description.strip(),
        speaks=speaks,
        sealed_secret=sealed.seal(_PURPOSE, secret),
    )
    _record("webhook.added", endpoint, by, types=endpoint.types)
    return endpoint, secret


@transaction.atomic
def change_endpoint(
    *, endpoint: WebhookEndpoint, url: str, types: Iterable[str], description: str = "", by: Any
) -> WebhookEndpoint:
    """Tell another address, or of other things; what waits goes to the new one. Raises AddressRefused, UnknownType."""
    read_address(url)
    held = _held(endpoint)
    if held.url != url:
        held.failures, held.failing_since, held.rests_until = 0, None, None
    held.url, held.types, held.description = url, _known(types), description.strip()
    # whether it wants it now is still to be seen
    held.refusals = 0
    held.save(update_fields=["url", "types", "description", "failures", "failing_since", "rests_until", "refusals"])
    _record("webhook.changed", held, by, types=held.types)
    return held


@transaction.atomic
def rotate_secret(*, endpoint: WebhookEndpoint, by: Any) -> str:
    """A new secret; for a day what is sent is signed with the old one too."""
    held, secret = _held(endpoint), new_secret()
    held.sealed_previous, held.previous_until = held.sealed_secret, clock.now() + BOTH_SIGN
    held.sealed_secret = sealed.seal(_PURPOSE, secret)
    held.save(update_fields=["sealed_previous", "previous_until", "sealed_secret"])
    _record("webhook.rotated", held, by)
    return secret


@transaction.atomic
def replace_secret(*, endpoint: WebhookEndpoint, secret: str, by: Any) -> WebhookEndpoint:
    """Keep a secret that the other side made; the one of before opens nothing there any more."""
    held = _held(endpoint)
    held.sealed_secret, held.sealed_previous, held.previous_until = sealed.seal(_PURPOSE, secret), "", None
    held.save(update_fields=["sealed_secret", "sealed_previous", "previous_until"])
    _record("webhook.rotated", held, by)
    return held


@transaction.atomic
def switch_off(*, endpoint: WebhookEndpoint, because: str = Because.OWNER, by: Any) -> WebhookEndpoint:
    """Tell it nothing more; what waits is given up and can be sent again later. Doing it twice changes nothing."""
    held = _held(endpoint)
    if held.disabled_at is None:
        held.disabled_at, held.disabled_because = clock.now(), because
        held.save(update_fields=["disabled_at", "disabled_because"])
        reason = str(_("The endpoint was switched off."))
        held.deliveries.waiting().update(failed_at=held.disabled_at, error=reason)
        _record("webhook.disabled", held, by, because=str(because))
        if because != Because.OWNER:
            write_that_it_is_off(held)
    return held


@transaction.atomic
def switch_on(*, endpoint: WebhookEndpoint, by: Any) -> WebhookEndpoint:
    """Tell it again, from now on. Doing it twice changes nothing."""
    held = _held(endpoint)
    if held.disabled_at is not None:
        held.disabled_at, held.disabled_because = None, ""
        held.failures, held.failing_since, held.rests_until, held.refusals = 0, None, None, 0
        fresh = ["failures", "failing_since", "rests_until", "refusals"]
        held.save(update_fields=["disabled_at", "disabled_because", *fresh])
        _record("webhook.enabled", held, by)
    return held


@transaction.atomic
def remove_endpoint(*, endpoint: WebhookEndpoint, by: Any) -> None:
    """Forget an endpoint, its secret and its log."""
    _record("webhook.removed", endpoint, by)
    endpoint.delete()


def keys_of(endpoint: WebhookEndpoint) -> list[str]:
    """The secrets that sign now: the one of today, and for a day the one before; raises Unreadable."""
    keys = [endpoint.sealed_secret]
    if endpoint.previous_until and endpoint.previous_until > clock.now():
        keys.append(endpoint.sealed_previous)
    return [sealed.unseal(_PURPOSE, each) for each in keys]


def _held(endpoint: WebhookEndpoint) -> WebhookEndpoint:
    return WebhookEndpoint.objects.select_for_update().get(pk=endpoint.pk)


def _known(types: Iterable[str]) -> list[str]:
    chosen = set(types)
    for type in sorted(chosen - set(TYPES)):
        raise UnknownType(type=type)
    return [type for type in TYPES if type in chosen]


def _record(action: str, endpoint: WebhookEndpoint, by: Any, **data: Any) -> None:
    # the rest of an address may hold what only its owner should know
    about = {"host": read_address(endpoint.url).host, **data}
    who = getattr(by, "email", None) or str(by)
    audit.record(by=who, action=action, target=str(endpoint.key), tenant_id=require_tenant().id, data=about)
