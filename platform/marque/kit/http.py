"""Small things about requests."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from marque.kit.tenancy.context import require_tenant


def safe_next_url(request: HttpRequest, default: str = "/", *, name: str = "next") -> str:
    """Where to go next, as the form or address asked, if that stays on this host; else the default."""
    wanted = request.POST.get(name) or request.GET.get(name) or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else default


def tenant_url(path: str) -> str:
    """The full address of a path on the current tenant's domain, for emails and documents."""
    port = settings.PUBLIC_PORT
    host = require_tenant().domain
    return f"{settings.PUBLIC_SCHEME}://{host}{f':{port}' if port else ''}{path}"
