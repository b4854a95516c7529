"""Who calls: a program with a token (RFC 6750)."""

from abc import ABC, abstractmethod
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView


class Bearer(BaseAuthentication, ABC):
    """`Authorization: Bearer …`. One answer for every token that is wrong, whatever is wrong with it."""

    realm = "api"

    @abstractmethod
    def caller_of(self, text: str) -> Any:
        """Who carries this token, with the `scopes` it has; None for anything that opens nothing."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        """The caller; None without a header; raises AuthenticationFailed."""
        scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        caller = self.caller_of(text.strip())
        if caller is None:
            raise AuthenticationFailed(_("This token is wrong, expired or revoked."), code="bad_token")
        return caller, caller.token

    def authenticate_header(self, request: Request) -> str:
        """What a 401 asks for."""
        return f'Bearer realm="{self.realm}"'


class HasScope(BasePermission):
    """The token carries the scope that the method names."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Whether the caller may; a method nobody wrote is answered with 405 later."""
        scopes = getattr(request.user, "scopes", None)
        if scopes is None:
            return False
        scope = getattr(getattr(view, (request.method or "").lower(), None), "scope", None)
        self.message = _("This token lacks the scope “%(scope)s”.") % {"scope": scope}
        self.code = "scope_missing"
        return scope is None or scope in scopes
