"""The certificate as a PDF, and as pictures of it."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from django.core.cache import cache
from django.template.loader import render_to_string

from marque.kit.pdf import draw_page, render_pdf
from tenant_apps.certificates.editions import contents_for
from tenant_apps.certificates.faces import built, font_path, setting_of
from tenant_apps.certificates.layouts import read_layout
from tenant_apps.certificates.models import Certificate, CertificatePicture
from tenant_apps.certificates.sharing import share_card
from tenant_apps.certificates.sheet import Sheet, qr_svg, sheet_of
from tenant_apps.certificates.typeset import colour_of, place
from themes.brand import current_brand
from themes.covers import art

KEPT_SECONDS = 86_400
WIDE = 1600


def certificate_pdf(certificate: Certificate) -> bytes:
    """One page. Kept for a day: the same words and look make the same file."""
    html, find = _document(certificate)
    return _kept("pdf", html, lambda: render_pdf(html, find))


def certificate_png(certificate: Certificate) -> bytes:
    """The page as a picture."""
    html, find = _document(certificate)
    return _kept("png", html, lambda: draw_page(render_pdf(html, find), width=WIDE))


def certificate_card(certificate: Certificate) -> bytes:
    """The page on a ground of the brand, in the shape that networks show."""
    html, _find = _document(certificate)
    ground = contents_for(certificate)["colours"]["brand_solid"]
    return _kept("card", html, lambda: share_card(certificate_png(certificate), ground))


def preview_png(sheet: Sheet, contents: Mapping[str, Any], *, width: int = WIDE) -> bytes:
    """A page nobody was issued, drawn exactly as one that somebody was."""
    html = page_html(sheet, contents)
    return draw_page(render_pdf(html, finder(sheet, contents)), width=width)


def _document(certificate: Certificate) -> tuple[str, Callable[[str], bytes | None]]:
    contents = contents_for(certificate)
    sheet = sheet_of(certificate, contents, current_brand().time_zone)
    return page_html(sheet, contents), finder(sheet, contents)


def page_html(sheet: Sheet, contents: Mapping[str, Any]) -> str:
    """The document: by its layout, or as the theme sets it."""
    setting, colours = setting_of(contents["theme"]), contents["colours"]
    values: dict[str, Any] = {"sheet": sheet, "setting": setting, "faces": built(setting), "light": colours}
    if not contents["layout"]:
        return render_to_string("certificates/pdf.html", values)
    layout = read_layout(contents["layout"])
    width, height = layout.millimetres
    values |= {"layout": layout, "placed": place(layout, sheet, colours), "ground": colour_of(layout.ground, colours)}
    return render_to_string(
        "certificates/designed.html", values | {"width": width, "height": height, "room": height - 0.1}
    )


def finder(sheet: Sheet, contents: Mapping[str, Any]) -> Callable[[str], bytes | None]:
    """The assets of a certificate by the names its document knows them by; anything else is nothing."""
    colours = contents["colours"]

    def find(name: str) -> bytes | None:
        if name == "rosette.svg":
            return art.draw("rosette", sheet.seed, "seal", colours["brand_solid"], colours["accent"]).encode()
        if name == "qr.svg":
            return qr_svg(sheet.verify_url, dark=colours["ink"]).replace("<svg", f"<svg {_XMLNS}", 1).encode()
        if name.startswith("pictures/"):
            return _picture(name.removeprefix("pictures/"))
        path = font_path(name)
        return path.read_bytes() if path else None

    return find


def _picture(key: str) -> bytes | None:
    found = CertificatePicture.objects.filter(key=key).first()
    if found is None:
        return None
    with found.file.open("rb") as file:
        return bytes(file.read())


def _kept(kind: str, html: str, make: Callable[[], bytes]) -> bytes:
    key = f"certificates.{kind}.{hashlib.sha256(html.encode()).hexdigest()}"
    made = cache.get(key)
    if made is None:
        made = make()
        cache.set(key, made, KEPT_SECONDS)
    return bytes(made)


_XMLNS = 'xmlns="http://www.w3.org/2000/svg"'
