"""Connecting a host of films: its keys are tried, and then kept sealed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.sealed import seal
from marque.kit.tenancy.context import require_tenant
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.films import FILM_HOSTS, FilmState, HostedFacts, film_host, host_setup
from shared_apps.operations.audit import record
from tenant_apps.media.hosts import KEYS, our_host
from tenant_apps.media.models import FilmHosting, HostedFilm, HostedRemoval


class NoSuchHost(Refused):
    """Nobody built it."""

    message = _("There is no host of films of that name.")


class HostKeyMissing(Refused):
    """A field of the form is empty."""

    message = _("Fill in %(label)s.")


class HostRefused(Refused):
    """The host does not know these keys, or did not answer."""

    message = _("The host did not accept this. Nothing was changed.")


class FilmsThere(Refused):
    """Without keys they could neither be played nor removed."""

    message = _("Films are kept there. Remove them first, and wait until they are gone at the host, too.")


class OtherAccount(Refused):
    """The films would be out of reach: neither played nor removed."""

    message = _("Your films are in another account there, which these keys do not open. Nothing was changed.")


def connect_host(*, host: str, keys: Mapping[str, str], by: str) -> FilmHosting:
    """Keep the keys of an account that answers. Raises NoSuchHost, HostKeyMissing, HostRefused, OtherAccount."""
    if host not in FILM_HOSTS:
        raise NoSuchHost
    fields = host_setup(host).fields
    given = {field.name: keys.get(field.name, "").strip() for field in fields}
    for field in fields:
        if not given[field.name]:
            raise HostKeyMissing(field=field.name, label=field.label)
    try:
        account = film_host(host, given)
        account.look()
        playable = HostedFilm.objects.filter(host=host, asset__film__ready_at__isnull=False).exclude(reference="")
        if (film := playable.order_by("-pk").first()) is not None:
            _refuse_stranger(account.find(upload=film.upload, reference=film.reference))
    except ProviderError as error:
        raise HostRefused(error.message) from error
    return _keep(host, given, by)


def _refuse_stranger(facts: HostedFacts) -> None:
    if facts.state is FilmState.GONE:
        raise OtherAccount


def check_host(*, hosting: FilmHosting) -> FilmHosting:
    """Ask the host again; what it says, or that it says nothing, is kept with the connection."""
    hosting.problem = ""
    try:
        our_host(hosting.host).look()
    except ProviderError as error:
        hosting.problem = error.message[:500]
    except Refused as refused:
        hosting.problem = str(refused)[:500]
    hosting.checked_at = clock.now()
    hosting.save(update_fields=["problem", "checked_at"])
    return hosting


@transaction.atomic
def use_host(*, hosting: FilmHosting, used: bool, by: str, now: datetime | None = None) -> None:
    """Have films that are added from now on go there, or stay here. Those that were added stay where they are."""
    if used == (hosting.used_since is not None):
        return
    hosting.used_since = (now or clock.now()) if used else None
    hosting.save(update_fields=["used_since"])
    _audit("films.host_chosen", hosting, by, {"used": used})


@transaction.atomic
def disconnect_host(*, hosting: FilmHosting, by: str) -> None:
    """Forget the keys; raises FilmsThere."""
    hosting = FilmHosting.objects.select_for_update().get(pk=hosting.pk)
    if any(rows.objects.filter(host=hosting.host).exists() for rows in (HostedFilm, HostedRemoval)):
        raise FilmsThere
    hosting.delete()
    _audit("films.host_disconnected", hosting, by, {})


@transaction.atomic
def _keep(host: str, keys: Mapping[str, str], by: str) -> FilmHosting:
    kept = {"sealed_keys": seal(KEYS, dict(keys)), "key_hint": f"…{keys['token_id'][-4:]}", "connected_by": by}
    hosting, first = FilmHosting.objects.update_or_create(
        host=host, defaults=kept | {"checked_at": clock.now(), "problem": ""}
    )
    _audit("films.host_connected", hosting, by, {"first": first})
    return hosting


def _audit(action: str, hosting: FilmHosting, by: str, data: dict[str, Any]) -> None:
    tenant = require_tenant()
    record(by=by, action=action, target=tenant.slug, tenant_id=tenant.id, data={"host": hosting.host, **data})
