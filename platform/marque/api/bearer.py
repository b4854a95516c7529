"""Who calls: a program with an agency's token."""

from dataclasses import dataclass

from marque.kit.api.bearer import Bearer
from shared_apps.agencies.access import token_of
from shared_apps.agencies.models import Agency, AgencyToken


@dataclass(frozen=True)
class Caller:
    """An agency's program: what DRF calls the user."""

    agency: Agency
    token: AgencyToken
    is_authenticated = True

    @property
    def scopes(self) -> list[str]:
        """What it may do."""
        return self.token.scopes

    @property
    def actor(self) -> str:
        """How the audit log names it."""
        return f"agency:{self.agency.slug}/{self.token.prefix}"


class BearerAuthentication(Bearer):
    """`Authorization: Bearer mqa_…`."""

    realm = "marque"

    def caller_of(self, text: str) -> Caller | None:
        """Whose token it is."""
        token = token_of(text)
        return Caller(token.agency, token) if token else None
