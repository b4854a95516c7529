"""Stylesheets, covers, logo and icon: addressed by what they contain, so caches may keep them for good."""

import gzip
from collections.abc import Callable

from csp.decorators import csp
from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from marque.kit.pdf.errors import PdfError
from themes.brand import current_brand
from themes.context import current_site
from themes.covers import art
from themes.home_screen import draw_icon
from themes.models import Brand
from themes.specimen import specimen_context
from themes.stylesheet import site_css, studio_css

FOREVER = "public, max-age=31536000, immutable"
# A drawing is looked at, never run: nothing inside it may load or execute.
DRAWING_POLICY = {"default-src": ["'none'"], "style-src": ["'unsafe-inline'"]}


def _moved(url: str) -> HttpResponse:
    """An old address of something that has changed since: pages still in a cache lead here."""
    response = HttpResponseRedirect(url)
    response["Cache-Control"] = "no-store"
    return response


def _css(request: HttpRequest, key: str, make: Callable[[], str]) -> HttpResponse:
    packed = cache.get(key)
    if packed is None:
        packed = gzip.compress(make().encode(), mtime=0)
        cache.set(key, packed, 86400)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(packed, content_type="text/css; charset=utf-8", headers={"Content-Encoding": "gzip"})
    else:
        response = HttpResponse(gzip.decompress(packed), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = FOREVER
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


@require_GET
def stylesheet(request: HttpRequest, version: str) -> HttpResponse:
    """The site's whole look."""
    brand = current_brand()
    if version != brand.version:
        return _moved(brand.stylesheet_url)
    return _css(request, f"themes.css.{version}", lambda: site_css(brand))


@require_GET
def studio_stylesheet(request: HttpRequest, version: str) -> HttpResponse:
    """The Studio's look in the creator's colours."""
    brand = current_brand()
    if version != brand.version:
        return _moved(brand.studio_stylesheet_url)
    return _css(request, f"themes.studio.{version}", lambda: studio_css(brand))


def _drawing(svg: str) -> HttpResponse:
    return HttpResponse(svg, content_type="image/svg+xml", headers={"Cache-Control": FOREVER})


@require_GET
@csp(DRAWING_POLICY)  # type: ignore[arg-type]
def cover(request: HttpRequest, style: str, seed: str, size: str, version: str) -> HttpResponse:
    """A generated drawing: cover, avatar or rosette."""
    brand = current_brand()
    if style not in art.STYLES or size not in art.SIZES or not art.is_ours(seed):
        raise Http404
    if version != brand.art_version:
        return _moved(art.address(style, seed, size, brand.art_version))
    key = f"themes.art.{style}.{seed}.{size}.{version}"
    svg = cache.get(key)
    if svg is None:
        svg = art.draw(style, seed, size, brand.brand_colour, brand.accent_colour)
        cache.set(key, svg, 86400)
    return _drawing(svg)


@require_GET
@csp(DRAWING_POLICY)  # type: ignore[arg-type]
def icon(request: HttpRequest, version: str) -> HttpResponse:
    """The browser tab's icon: the name's first letter in the brand's colours."""
    brand = current_brand()
    if not brand.icon_url.endswith(f"/{version}-icon.svg"):
        return _moved(brand.icon_url)
    colours = brand.tokens["light"]
    return _drawing(art.monogram(current_site(brand).name, colours["brand-solid"], colours["on-brand"]))


@require_GET
def home_screen_icon(request: HttpRequest, version: str, side: str) -> HttpResponse:
    """The same as PNG, for a phone's home screen; drawn once for each version."""
    brand = current_brand()
    if not brand.icon_url.endswith(f"/{version}-icon.svg"):
        return _moved(brand.icon_png_url(int(side)))
    key = f"themes.icon.{version}.{side}"
    png = cache.get(key)
    if png is None:
        colours = brand.tokens["light"]
        name = current_site(brand).name
        try:
            png = draw_icon(name, colours["brand-solid"], colours["on-brand"], int(side))
        except PdfError:  # too many documents wait, say: next time
            return _moved(brand.icon_url)
        cache.set(key, png, 86400)
    return HttpResponse(png, content_type="image/png", headers={"Cache-Control": FOREVER})


@require_GET
def logo(request: HttpRequest, version: str) -> HttpResponseBase:
    """The creator's logo."""
    brand = current_brand()
    if not brand.logo:
        raise Http404
    if not brand.logo_url.endswith(f"/{version}-logo.png"):
        return _moved(brand.logo_url)
    row = Brand.objects.get()
    with row.logo.open("rb") as file:
        return HttpResponse(file.read(), content_type="image/png", headers={"Cache-Control": FOREVER})


@require_GET
@never_cache
def account_menu(request: HttpRequest) -> HttpResponse:
    """The signed-in corner of the header, fetched after the page so that pages can be cached for everybody."""
    if not request.user.is_authenticated:
        return HttpResponse(status=204)
    return render(request, "site/account_menu.html")


@require_GET
def specimen(request: HttpRequest) -> HttpResponse:
    """Every component on one page, where the site is only practice."""
    if not settings.PRACTICE:
        raise Http404
    return render(request, "site/specimen.html", specimen_context(request))
