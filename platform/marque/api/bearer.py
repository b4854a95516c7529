"""Who calls: a program with an agency's token (RFC 6750)."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from shared_apps.agencies.access import token_of
from shared_apps.agencies.models import Agency, AgencyToken


@dataclass(frozen=True)
class Caller:
    """An agency's program: what DRF calls the user."""

    agency: Agency
    token: AgencyToken
    is_authenticated = True

    @property
    def actor(self) -> str:
        """How the audit log names it."""
        return f"agency:{self.agency.slug}/{self.token.prefix}"


class BearerAuthentication(BaseAuthentication):
    """`Authorization: Bearer mqa_…`. One answer for every token that is wrong, whatever is wrong with it."""

    def authenticate(self, request: Request) -> tuple[Caller, AgencyToken] | None:
        """The caller; None without a header; raises AuthenticationFailed."""
        scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        token = token_of(text.strip())
        if token is None:
            raise AuthenticationFailed(_("This token is wrong, expired or revoked."), code="bad_token")
        return Caller(token.agency, token), token

    def authenticate_header(self, request: Request) -> str:
        """What a 401 asks for."""
        return 'Bearer realm="marque"'


class HasScope(BasePermission):
    """The token carries the scope that the method names."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Whether the caller may; a method nobody wrote is answered with 405 later."""
        if not isinstance(request.user, Caller):
            return False
        scope = getattr(getattr(view, (request.method or "").lower(), None), "scope", None)
        self.message = _("This token lacks the scope “%(scope)s”.") % {"scope": scope}
        self.code = "scope_missing"
        return scope is None or scope in request.user.token.scopes
