"""Tags for block templates: `{% load blocks %}`."""

import re
from typing import Any

from django import template
from django.template import Context
from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString, mark_safe

from page_builder.blocks.streams import PageBlocks
from page_builder.calls import call_of

register = template.Library()
_EMPHASIS = re.compile(r"(</?em>)")
_PARAGRAPH = re.compile(r"</p>\s*<p[^>]*>|<br\s*/?>")


@register.filter
def inline(text: Any) -> SafeString:
    """A headline: of all tags only `<em>` is left."""
    parts = _EMPHASIS.split(_PARAGRAPH.sub(" ", getattr(text, "source", str(text))))
    kept = [part if _EMPHASIS.fullmatch(part) else _plain(part) for part in parts]
    return mark_safe("".join(kept))  # noqa: S308


def _plain(part: str) -> str:
    # a rich text's words are escaped already; a plain string's are not
    return re.sub(r"&amp;(#?\w+;)", r"&\1", escape(strip_tags(part)))


@register.inclusion_tag("page_builder/call.html", takes_context=True)
def call(context: Context, value: Any, kind: str = "primary", size: str = "", **more: Any) -> dict[str, Any]:
    """The button a block asks for."""
    return {"call": call_of(value, context["shelf"]), "kind": kind, "size": size, **more}


@register.simple_tag(takes_context=True)
def places(context: Context) -> list[tuple[str, Any]]:
    """The places on the page that the header leads to."""
    present = {item["type"] for item in context["page"].body.raw_data}
    return [(name, label) for name, label in PageBlocks.places if name in present]


@register.simple_tag(takes_context=True)
def ticket(context: Context, value: Any) -> Any:
    """The offer a button sells, if it can be bought."""
    found = context["shelf"].ticket(value.get("offer"))
    return found if found and found.is_live else None


@register.simple_tag(takes_context=True)
def syllabus(context: Context, key: str) -> Any:
    """The course a block shows."""
    return context["shelf"].syllabus(key) if key else None
