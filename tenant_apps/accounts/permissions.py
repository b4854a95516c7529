"""Who may do what, by role."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from tenant_apps.accounts.models import Role, User

View = Callable[..., HttpResponse]
# Who works in the Studio.
CREATORS = (Role.OWNER, Role.STAFF, Role.AUTHOR, Role.SUPPORT)


def roles_of(user: User | AnonymousUser) -> frozenset[str]:
    """The roles somebody holds here, asked once per user object."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    return user.held_roles


def has_role(user: User | AnonymousUser, *roles: str) -> bool:
    """Whether somebody holds one of the roles."""
    return not roles_of(user).isdisjoint(roles)


def role_required(*roles: str) -> Callable[[View], View]:
    """Let only these roles in: strangers are sent to sign in, others get a 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not has_role(request.user, *roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate
