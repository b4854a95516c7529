"""Operators: the people of the platform's own tenant who hold a role there."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from shared_apps.tenants.models import Tenant
from tenant_apps.accounts.models import Role
from tenant_apps.accounts.permissions import role_required

View = Callable[..., HttpResponse]


def operator_required(view: View) -> View:
    """Let operators in; elsewhere than on the platform's own host there is no such page."""
    guarded = role_required(Role.OWNER, Role.STAFF)(view)

    @wraps(view)
    def on_the_platform(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.tenant.type != Tenant.Type.PLATFORM:
            raise Http404
        return guarded(request, *args, **kwargs)

    return on_the_platform
