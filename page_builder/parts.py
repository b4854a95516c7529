"""What of a page is made from its blocks: the same for every visitor, and most of the work."""

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import get_language

from marque.kit.pagecache.parts import kept_part
from page_builder.calls import call_of

if TYPE_CHECKING:
    from page_builder.models import SitePage

# what a page's blocks may show: the tags under which it is kept
TAGS = ("page", "offer", "course")


class Parts(NamedTuple):
    """HTML: the blocks, the header's button, the structured data."""

    main: str
    call: str
    records: list[str]


def parts_of(page: "SitePage", request: HttpRequest, context: dict[str, Any]) -> Parts:
    """A published page's parts from the cache; a draft's are made for it."""
    make = partial(_make, page, request, context)
    if getattr(request, "is_preview", False) or not page.live or page.pk is None:
        return make()
    name = (str(page.pk), str(page.latest_revision_id), get_language() or "", request.scheme or "", request.get_host())
    return kept_part(name, TAGS, make)


def _make(page: "SitePage", request: HttpRequest, context: dict[str, Any]) -> Parts:
    main = render_to_string("page_builder/body.html", context, request)
    heroes = [block.value["call"] for block in page.body if block.block_type == "hero"]
    button = {"call": call_of(heroes[0], context["shelf"]) if heroes else None}
    return Parts(main, render_to_string("page_builder/header_call.html", button), context["head"].records)
