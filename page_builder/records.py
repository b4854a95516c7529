"""Structured data (schema.org) about a page, as JSON-LD: data blocks, which no script policy concerns."""

import html
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from page_builder.seo import Head

Record = dict[str, Any]
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def script(record: Record) -> SafeString:
    """The data block; nothing inside can end it."""
    text = json.dumps({"@context": "https://schema.org", **record}, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308


def of_page(head: "Head") -> Iterator[Record]:
    """Everything worth telling about a page."""
    if head.page.depth == 2:
        yield {"@type": "WebSite", "name": head.site_name, "url": head.canonical}
    for block in head.page.body:
        if block.block_type == "faq":
            yield _questions(block.value)
        elif block.block_type == "pricing":
            yield from _sold(head, block.value["call"]["offer"])


def _sold(head: "Head", key: str) -> Iterator[Record]:
    ticket = head.shelf.ticket(key)
    if ticket is None or not ticket.is_live:
        return
    yield {
        "@type": "Course" if head.shelf.course_keys else "Product",
        "name": ticket.title,
        "description": head.description or ticket.title,
        "url": head.canonical,
        "provider": {"@type": "Organization", "name": head.site_name},
        "offers": {
            "@type": "Offer",
            "price": str(ticket.price.decimal),
            "priceCurrency": ticket.price.currency,
            "availability": "https://schema.org/InStock",
            "category": "Paid" if ticket.price else "Free",
            "url": head.request.build_absolute_uri(ticket.checkout_url),
        },
    }


def _questions(value: Any) -> Record:
    return {
        "@type": "FAQPage",
        "mainEntity": [
            {
                "@type": "Question",
                "name": item["question"],
                "acceptedAnswer": {"@type": "Answer", "text": html.unescape(strip_tags(item["answer"].source)).strip()},
            }
            for item in value["items"]
        ],
    }
