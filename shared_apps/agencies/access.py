"""Tokens: made, revoked, recognised."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit import clock
from marque.kit.tokens import digest_of, shown_of
from shared_apps.agencies.errors import AgencyClosed, BadToken, NoSuchToken
from shared_apps.agencies.models import Agency, AgencyToken, AnsweredCall
from shared_apps.agencies.tokens import AGENCYS, SCOPES
from shared_apps.operations.audit import record

LONGEST = timedelta(days=366)
_NOTED_EVERY = timedelta(minutes=1)


@transaction.atomic(using="control")
def create_token(
    *, agency: Agency, name: str, scopes: Sequence[str], expires_at: datetime, by: str
) -> tuple[AgencyToken, str]:
    """A token and its text, which is nowhere else and never shown again; raises BadToken or AgencyClosed."""
    name = name.strip()
    if agency.state != Agency.State.ACTIVE:
        raise AgencyClosed(name=agency.name)
    if not 1 <= len(name) <= 60:
        raise BadToken(_("Give the token a name of 1 to 60 characters."), field="name")
    unknown = sorted(set(scopes) - set(SCOPES))
    if unknown or not scopes:
        raise BadToken(
            _("Choose from these scopes: %(known)s."), field="scopes", known=", ".join(SCOPES), unknown=unknown
        )
    if not clock.now() < expires_at <= clock.now() + LONGEST:
        raise BadToken(_("A token expires within a year, and not before now."), field="expires_at")
    text = AGENCYS.new()
    token = AgencyToken.objects.create(
        agency=agency, name=name, scopes=[scope for scope in SCOPES if scope in scopes], expires_at=expires_at,
        prefix=shown_of(text), digest=digest_of(text), created_by=by,
    )  # fmt: skip
    record(by=by, action="token.create", target=str(token), data={"agency": agency.slug, "scopes": token.scopes})
    return token, text


@transaction.atomic(using="control")
def revoke_token(*, agency: Agency, token_id: UUID | str, by: str) -> AgencyToken:
    """Make a token worthless at once; doing it twice changes nothing; raises NoSuchToken."""
    token = AgencyToken.objects.select_for_update().filter(agency=agency, id=token_id).first()
    if token is None:
        raise NoSuchToken()
    if token.revoked_at is None:
        token.revoked_at = clock.now()
        token.save(update_fields=["revoked_at"])
        record(by=by, action="token.revoke", target=str(token), data={"agency": agency.slug})
    return token


def token_of(text: str) -> AgencyToken | None:
    """The token of a text, while it lives and its agency is open; None for anything else."""
    if not AGENCYS.is_one(text):
        return None
    now = clock.now()
    found = AgencyToken.objects.select_related("agency").filter(
        digest=digest_of(text), revoked_at=None, expires_at__gt=now, agency__state=Agency.State.ACTIVE
    )
    token = found.first()
    if token and (token.last_used_at is None or now - token.last_used_at > _NOTED_EVERY):
        AgencyToken.objects.filter(id=token.id).update(last_used_at=now)
    return token


def forget_answers(*, before: datetime) -> None:
    """Drop the answers of old calls: their keys are free again."""
    AnsweredCall.objects.filter(created_at__lt=before).delete()
