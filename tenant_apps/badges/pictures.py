"""A badge as a picture: the school's own or a drawn one, and one with its credential baked in."""

import hashlib
from io import BytesIO

from django.core.cache import cache
from django.template.loader import render_to_string
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from marque.kit.pdf import draw_page, render_pdf
from tenant_apps.badges.models import Badge, BadgeAward
from themes.brand import current_brand
from themes.covers import art

SIDE = 600
KEPT_SECONDS = 86_400


def badge_png(badge: Badge) -> bytes:
    """A square picture."""
    brand = current_brand()
    said = f"{badge.key} {badge.name} {badge.picture_id} {brand.art_version}"
    key = f"badges.picture.{hashlib.sha256(said.encode()).hexdigest()}"
    made = cache.get(key)
    if made is None:
        made = _own(badge) if badge.picture else _drawn(badge)
        cache.set(key, made, KEPT_SECONDS)
    return bytes(made)


def baked_png(award: BadgeAward) -> bytes:
    """The picture with the credential in it (OB 3.0 §5.3.1: an iTXt chunk, uncompressed)."""
    said = PngInfo()
    said.add_itxt("openbadgecredential", award.credential, zip=False)
    out = BytesIO()
    with Image.open(BytesIO(badge_png(award.badge))) as image:
        image.save(out, "PNG", pnginfo=said)
    return out.getvalue()


def _own(badge: Badge) -> bytes:
    assert badge.picture is not None
    square = Image.new("RGBA", (SIDE, SIDE), (0, 0, 0, 0))
    with badge.picture.file.open("rb") as file, Image.open(file) as image:
        picture = image.convert("RGBA")
    picture.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    square.paste(picture, ((SIDE - picture.width) // 2, (SIDE - picture.height) // 2))
    out = BytesIO()
    square.save(out, "PNG", optimize=True)
    return out.getvalue()


def _drawn(badge: Badge) -> bytes:
    brand = current_brand()
    rosette = art.draw("rosette", art.seed_of(str(badge.key)), "seal", brand.light["brand_solid"], brand.accent_colour)
    html = render_to_string("badges/picture.html", {"badge": badge, "light": brand.light})
    return draw_page(render_pdf(html, {"rosette.svg": rosette.encode()}), width=SIDE)
