"""`brand`: theme, colours, words and address of a business."""

from typing import Any
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError

from marque.kit.serialise.records import RecordSet
from provisioning.manifest.book import Book
from provisioning.manifest.schema import column, table, text
from provisioning.manifest.sections.base import Section, said
from provisioning.manifest.wish import Wish
from themes.models import Brand

_LABEL = "themes.Brand"
_WORDS = {
    "theme": "how the site looks",
    "brand_colour": "the main colour, as #rrggbb",
    "accent_colour": "the second colour",
    "wordmark": "the name in the header, where there is no logo",
    "cover_style": "how covers are drawn",
    "scheme": "light, dark, or as the reader's device is",
    "strapline": "one line about the business",
    "support_email": "where people write to",
    "legal_name": "who sells",
    "postal_address": "where they are",
    "time_zone": "such as Europe/Berlin",
    "currency": "three letters",
    "language": "such as en",
}


BRAND = {name: column(Brand, name, doc) for name, doc in _WORDS.items()}
BRAND["logo"] = text("a PNG in media/, at most 960 × 320", most=120)


class BrandSection(Section):
    """The one row of the brand."""

    name = "brand"
    labels = (_LABEL,)
    field = table("Theme, colours and words.", BRAND)

    def ask(self, value: Any, wish: Wish, media: Any) -> None:
        """The brand, checked as the Studio checks it."""
        fields = {name: value[name] for name in _WORDS}
        for name in ("brand_colour", "accent_colour"):
            fields[name] = fields[name].lower()
        self._check(fields, value, wish)
        logo = media.digest(value["logo"], value.mark, wish) if value["logo"] else None
        wish.put(_LABEL, "1", fields | {"logo": logo, "only": 1})

    def pull(self, records: RecordSet, book: Book) -> Any:
        """What differs from a new brand."""
        brand = next(iter(records.of(_LABEL)), None)
        if brand is None:
            return {}
        logo = {"logo": media_name(brand.fields["logo"])} if brand.fields["logo"] else {}
        return said(BRAND, brand.fields | {"logo": ""} | logo)

    def _check(self, fields: dict[str, Any], value: Any, wish: Wish) -> None:
        if fields["time_zone"] not in available_timezones():
            wish.wrong(value.mark, f"There is no time zone “{fields['time_zone']}”.", "time_zone")
        try:
            Brand(**fields).clean_fields(exclude=["key", "only"])
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                wish.wrong(value.mark, messages[0], name)


def media_name(digest: str) -> str:
    """What the logo is called in media/."""
    return f"logo-{digest.partition(':')[2][:8]}.png"
