"""Who calls: a program with a token of this business."""

from __future__ import annotations

from dataclasses import dataclass

from marque.kit.api.bearer import Bearer
from tenant_apps.accounts.models import User
from tenant_apps.api.actions import token_of
from tenant_apps.api.models import ApiToken


@dataclass(frozen=True)
class Caller:
    """A program of the business: what DRF calls the user."""

    token: ApiToken
    is_authenticated = True

    @property
    def scopes(self) -> list[str]:
        """What it may do."""
        return self.token.scopes

    @property
    def acts_for(self) -> User:
        """The owner who made its token."""
        return self.token.maker


class TokenBearer(Bearer):
    """`Authorization: Bearer mqb_…`."""

    def caller_of(self, text: str) -> Caller | None:
        """Whose token it is; one of another business is as none."""
        token = token_of(text)
        return Caller(token) if token else None
