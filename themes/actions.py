"""The only place that writes a brand."""

import io
from collections.abc import Mapping
from typing import Any
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from marque.kit.errors import Refused
from marque.kit.pagecache.store import purge
from themes.brand import forget_brand
from themes.models import Brand

LOGO_PIXELS = (960, 320)
LOGO_BYTES = 2_000_000
LOGO_FORMATS = ("PNG", "JPEG", "WEBP")
_SHORT = {"brand_colour", "accent_colour"}


class BrandRefused(Refused):
    """A brand's value that cannot be used; `field` says which."""

    message = _("This cannot be used.")


def _tidy(values: Mapping[str, Any]) -> dict[str, Any]:
    tidy = {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
    for name in _SHORT & tidy.keys():
        text = tidy[name].lower().removeprefix("#")
        tidy[name] = "#" + ("".join(c * 2 for c in text) if len(text) == 3 else text)
    return tidy


def draw_logo(file: File) -> ContentFile:
    """Draw the picture again, so that only pixels are kept: no metadata, no script, no surprise."""
    if file.size and file.size > LOGO_BYTES:
        raise BrandRefused(_("The logo is larger than 2 MB. Export a smaller one."), field="logo")
    try:
        with Image.open(file, formats=LOGO_FORMATS) as picture:
            if picture.width * picture.height > 25_000_000:
                raise BrandRefused(_("The logo has too many pixels. 960 across is plenty."), field="logo")
            picture.thumbnail(LOGO_PIXELS)
            out = io.BytesIO()
            picture.convert("RGBA").save(out, "PNG", optimize=True)
    except (UnidentifiedImageError, OSError) as error:
        raise BrandRefused(_("The logo must be a PNG, JPEG or WebP picture."), field="logo") from error
    return ContentFile(out.getvalue(), name="logo.png")


@transaction.atomic
def update_brand(*, by: Any = None, logo: UploadedFile | None = None, **values: Any) -> Brand:
    """Change the given values of the tenant's brand; the others stay. Makes the brand when there is none."""
    brand = Brand.objects.select_for_update().first() or Brand()
    for name, value in _tidy(values).items():
        if name not in _WRITABLE:
            raise TypeError(f"A brand has no {name}.")
        setattr(brand, name, value)
    if brand.time_zone not in available_timezones():
        raise BrandRefused(_("There is no such time zone."), field="time_zone")
    try:
        brand.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise BrandRefused(messages[0], field=field) from error
    if logo is not None:
        brand.logo = draw_logo(logo)  # type: ignore[assignment]
    brand.save()
    # what follows in this request sees it; once it is certain, so does everybody
    forget_brand()
    transaction.on_commit(forget_brand)
    purge("brand")
    return brand


_WRITABLE = {
    field.name for field in Brand._meta.fields if field.name not in ("id", "key", "created_at", "only", "logo")
}
