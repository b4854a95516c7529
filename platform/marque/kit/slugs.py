"""Names of things in addresses."""

from collections.abc import Container

from django.utils.text import slugify

LONGEST = 70


def free_slug(title: str, taken: Container[str], fallback: str) -> str:
    """A slug made of the title that nobody has yet: `birds`, `birds-2`; of the fallback where a title has no letter."""
    stem = slugify(title)[:LONGEST].strip("-") or fallback
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug
