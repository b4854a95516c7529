"""The certificate as a PDF."""

import hashlib

from django.core.cache import cache
from django.template.loader import render_to_string

from marque.kit.pdf import render_pdf
from tenant_apps.certificates.faces import built, font_path, setting_of
from tenant_apps.certificates.models import Certificate
from tenant_apps.certificates.sheet import qr_svg, sheet_of
from themes.brand import current_brand
from themes.context import current_site
from themes.covers import art

KEPT_SECONDS = 86_400


def certificate_pdf(certificate: Certificate) -> bytes:
    """One A4 page, landscape. Kept for a day: the same words and brand make the same file."""
    brand = current_brand()
    setting = setting_of(brand.theme)
    sheet = sheet_of(certificate, brand, current_site(brand).name)
    values = {"sheet": sheet, "setting": setting, "faces": built(setting), "light": brand.light}
    html = render_to_string("certificates/pdf.html", values)
    drawings = {
        "rosette.svg": art.draw("rosette", sheet.seed, "seal", brand.light["brand_solid"], brand.accent_colour),
        "qr.svg": qr_svg(sheet.verify_url, dark=brand.light["ink"]).replace("<svg", f"<svg {_XMLNS}", 1),
    }

    def find(name: str) -> bytes | None:
        if name in drawings:
            return drawings[name].encode()
        path = font_path(name)
        return path.read_bytes() if path else None

    key = f"certificates.pdf.{hashlib.sha256(html.encode()).hexdigest()}"
    pdf = cache.get(key)
    if pdf is None:
        pdf = render_pdf(html, find)
        cache.set(key, pdf, KEPT_SECONDS)
    return bytes(pdf)


_XMLNS = 'xmlns="http://www.w3.org/2000/svg"'
