"""Tokens: made, revoked, recognised."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.tenancy.context import require_tenant
from marque.kit.tokens import TokenKind, digest_of, shown_of
from shared_apps.operations import audit
from tenant_apps.accounts.models import Role, User
from tenant_apps.accounts.permissions import has_role
from tenant_apps.api.models import ApiToken
from tenant_apps.api.scopes import SCOPES

BUSINESS = TokenKind("mqb_")
LONGEST = timedelta(days=366)
MOST = 50
_NOTED_EVERY = timedelta(minutes=1)


class BadToken(Refused):
    """A token nobody could use, or too many of them."""

    message = _("This token does not fit together.")


class NotAnOwner(Refused):
    """Tokens act for owners."""

    message = _("Only an owner can make a token.")


@transaction.atomic
def create_token(*, by: User, name: str, scopes: Sequence[str], expires_at: datetime) -> tuple[ApiToken, str]:
    """A token and its text, which is nowhere else and never shown again; raises BadToken and NotAnOwner."""
    name, now = name.strip(), clock.now()
    if not has_role(by, Role.OWNER):
        raise NotAnOwner
    if not 1 <= len(name) <= 60:
        raise BadToken(_("Give the token a name of 1 to 60 characters."), field="name")
    if not scopes or set(scopes) - set(SCOPES):
        raise BadToken(_("Choose what it may do."), field="scopes")
    if not now < expires_at <= now + LONGEST:
        raise BadToken(_("A token expires within a year, and not before now."), field="expires_at")
    if ApiToken.objects.filter(revoked_at=None, expires_at__gt=now).count() >= MOST:
        raise BadToken(_("%(most)s tokens are live. Revoke one that nothing uses first."), most=MOST)
    text = BUSINESS.new()
    chosen = [scope for scope in SCOPES if scope in scopes]
    token = ApiToken.objects.create(
        maker=by, name=name, scopes=chosen, expires_at=expires_at, shown=shown_of(text), digest=digest_of(text)
    )
    _record("api_token.made", token, by, {"scopes": chosen, "expires": expires_at.isoformat()})
    return token, text


@transaction.atomic
def revoke_token(*, token: ApiToken, by: User) -> ApiToken:
    """Make a token worthless at once; doing it twice changes nothing."""
    held = ApiToken.objects.select_for_update().get(pk=token.pk)
    if held.revoked_at is None:
        held.revoked_at = clock.now()
        held.save(update_fields=["revoked_at"])
        _record("api_token.revoked", held, by, {})
    return held


def token_of(text: str) -> ApiToken | None:
    """The token of a text, while it lives and its maker still owns the business; None for anything else."""
    if not BUSINESS.is_one(text):
        return None
    now = clock.now()
    live = ApiToken.objects.filter(digest=digest_of(text), revoked_at=None, expires_at__gt=now)
    token = live.select_related("maker").first()
    if token is None or not has_role(token.maker, Role.OWNER):
        return None
    if token.last_used_at is None or now - token.last_used_at > _NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


def _record(action: str, token: ApiToken, by: User, data: dict[str, object]) -> None:
    audit.record(by=by.email, action=action, target=str(token), tenant_id=require_tenant().id, data=data)
