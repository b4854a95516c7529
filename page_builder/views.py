"""What machines ask a site for: the sitemap, what to leave alone, how to install it, and its public pictures."""

from pathlib import PurePosixPath
from uuid import UUID

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Site
from wagtail.url_routing import RouteResult
from wagtail.views import serve

from marque.kit.tenancy.context import require_tenant
from marque.kit.tenancy.storage import tenant_prefix
from page_builder.queries import listed_pages, page_at
from tenant_apps.assessments import portfolios
from tenant_apps.courses.models import Course
from tenant_apps.paths.models import Path
from themes.brand import current_brand
from themes.home_screen import SIDES

_PICTURES = {".webp": "image/webp", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png"}
_PICTURES |= {".gif": "image/gif", ".avif": "image/avif"}


def page(request: HttpRequest, path: str) -> HttpResponse:
    """The page at an address."""
    # where Wagtail, too, keeps them for the rest of the request
    request._wagtail_cached_site_root_paths = Site.get_site_root_paths()  # type: ignore[attr-defined]
    found = page_at(path, request._wagtail_cached_site_root_paths)  # type: ignore[attr-defined]
    if found is not None:
        # where Wagtail keeps what it finds itself
        request._wagtail_route_for_request = RouteResult(found)  # type: ignore[attr-defined]
    return serve(request, path)


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page a search engine should know."""
    entries = [(page.get_full_url(request), page.last_published_at) for page in listed_pages()]
    if require_tenant().type == "business":
        entries.append((request.build_absolute_uri("/courses/"), None))
        courses = Course.objects.published().only("slug", "published_at")
        entries += [(request.build_absolute_uri(course.get_absolute_url()), course.published_at) for course in courses]
        paths = Path.objects.published().only("slug", "published_at")
        entries += [(request.build_absolute_uri(path.get_absolute_url()), path.published_at) for path in paths]
        entries += [(request.build_absolute_uri("/portfolios/"), None)] * portfolios.shows_publicly()
    return render(request, "page_builder/sitemap.xml", {"entries": entries}, content_type="application/xml")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines should leave alone."""
    return render(request, "page_builder/robots.txt", content_type="text/plain; charset=utf-8")


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """How the site looks on a phone's home screen."""
    brand, tenant = current_brand(), require_tenant()
    name = brand.wordmark or tenant.name
    return JsonResponse(
        {
            "name": name,
            "short_name": name[:12],
            "id": "/",
            "scope": "/",
            "start_url": "/learn/" if tenant.type == "business" else "/",
            "display": "minimal-ui",
            "shortcuts": _shortcuts(brand.icon_url) if tenant.type == "business" else [],
            "lang": brand.language,
            "background_color": brand.light["paper"],
            "theme_color": brand.light["brand_solid"],
            "icons": [
                {"src": brand.icon_url, "sizes": "any", "type": "image/svg+xml"},
                *(_icon_of(brand.icon_png_url(side), side) for side in SIDES),
            ],
        },
        content_type="application/manifest+json",
    )


def _icon_of(url: str, side: int) -> dict[str, str]:
    return {"src": url, "sizes": f"{side}x{side}", "type": "image/png", "purpose": "any maskable"}


def _shortcuts(icon: str) -> list[dict[str, object]]:
    places = [
        (_("Continue"), "/learn/my/continue/"),
        (_("Agenda"), "/learn/my/agenda/"),
        (_("Search"), "/learn/my/search/"),
        (_("On this device"), "/learn/my/offline/"),
    ]
    picture = {"src": icon, "sizes": "any", "type": "image/svg+xml"}
    return [{"name": name, "url": url, "icons": [picture]} for name, url in places]


@require_safe
def picture(request: HttpRequest, tenant: UUID, name: str) -> FileResponse:
    """A picture of a page, in the size it is shown at; its name changes when it does."""
    kind = _PICTURES.get(PurePosixPath(name).suffix.lower())
    path = f"{tenant_prefix()}images/{name}"
    if tenant != require_tenant().id or kind is None or not default_storage.exists(path):
        raise Http404
    response = FileResponse(default_storage.open(path), content_type=kind)
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
