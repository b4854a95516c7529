"""From the Host header to the tenant that is served."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import ProgrammingError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirectBase
from django.template.loader import render_to_string
from django.urls import set_urlconf
from psycopg.errors import InsufficientPrivilege, InvalidSchemaName, UndefinedTable

from marque.kit.tenancy.context import CurrentTenant, enter
from shared_apps.tenants.activity import note_activity
from shared_apps.tenants.hosts import normal_host
from shared_apps.tenants.models import MAINTENANCE, Tenant
from shared_apps.tenants.resolve import resolve_host

# the same on every host, and on none
_ANYWHERE = {
    "/healthz": "marque.config.urls_health",
    "/readyz": "marque.config.urls_health",
    "/internal/tls/ask": "marque.config.urls_internal",
}
# what still answers while a business is closed: its owner's Studio, signing in, and what those pages need
_OPEN_WHEN_CLOSED = ("/studio/", "/accounts/", "/brand/", "/covers/", "/static/")
# a pause ends, and search engines come back for it; what is archived is gone until further notice
_CLOSED = {
    Tenant.State.SUSPENDED: ("site/suspended.html", 503),
    Tenant.State.ARCHIVED: ("site/archived.html", 410),
}
logger = logging.getLogger(__name__)


class PermanentRedirect(HttpResponseRedirectBase):
    """301, which browsers and search engines remember."""

    status_code = 301


class TenantMiddleware:
    """Enter the tenant of the host; redirect to its primary domain; answer unknown hosts without any brand."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve one request."""
        if request.path in _ANYWHERE:
            request.urlconf = _ANYWHERE[request.path]
            return self.get_response(request)
        host = normal_host(request.META.get("HTTP_HOST", ""))
        found = resolve_host(host) if host else None
        if found is None:
            return _plain("unknown_host.html", 404 if host else 400)
        port = request.META["HTTP_HOST"].partition(":")[2]
        if found.redirect_to:
            there = f"{request.scheme}://{_with_port(found.redirect_to, port)}{request.get_full_path()}"
            # a minute, not for ever: the domain may lapse, or the main one change back
            return PermanentRedirect(there, headers={"Cache-Control": "max-age=60"})
        request.META["HTTP_HOST"] = _with_port(host, port)
        return self._serve(request, found.tenant)

    def _serve(self, request: HttpRequest, tenant: CurrentTenant) -> HttpResponse:
        request.tenant = tenant
        request.urlconf = settings.TENANT_TYPES[tenant.type]["URLCONF"]
        # Wagtail serves its previews without resolving an address, which is when Django would do this
        set_urlconf(request.urlconf)
        with enter(tenant):
            if tenant.state == Tenant.State.PROVISIONING:
                return _plain("preparing.html", 503, retry_after=5)
            if tenant.state == MAINTENANCE:
                return _plain("maintenance.html", 503, retry_after=300)
            if tenant.state in _CLOSED and not request.path.startswith(_OPEN_WHEN_CLOSED):
                template, status = _CLOSED[tenant.state]
                # browsers keep a 410 for ever unless told otherwise, and what is archived may be restored
                headers = {"Cache-Control": "no-store"}
                return HttpResponse(render_to_string(template, request=request), status=status, headers=headers)
            note_activity(tenant.id)
            response = self.get_response(request)
            if tenant.safe_mode:
                response["X-Robots-Tag"] = "noindex, nofollow"
            return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A schema or table of the tenant's own that is missing is a 503, never another's table (DESIGN §9.7)."""
        cause = exception.__cause__
        if isinstance(exception, ProgrammingError) and isinstance(
            cause, UndefinedTable | InvalidSchemaName | InsufficientPrivilege
        ):
            logger.error("A table is missing or closed: %s", cause, exc_info=exception)
            return _plain("preparing.html", 503, retry_after=30)
        return None


def _with_port(host: str, port: str) -> str:
    return f"{host}:{port}" if port else host


def _plain(template: str, status: int, retry_after: int | None = None) -> HttpResponse:
    response = HttpResponse(render_to_string(template), status=status)
    if retry_after:
        response["Retry-After"] = str(retry_after)
    return response
