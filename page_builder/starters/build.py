"""From plain values to what a StreamField stores."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

Body = list[dict[str, Any]]
Words = Mapping[str, Any]
_HTML = re.compile(r"^\s*<(p|h2|h3|ul|ol|blockquote)\b")


def block(kind: str, value: Words) -> dict[str, Any]:
    """One block of a page."""
    return {"type": kind, "value": dict(value), "id": str(uuid4())}


def paragraphs(text: str) -> str:
    """Text with blank lines between paragraphs, as rich text; what is rich text already stays."""
    if not text or _HTML.match(text):
        return text
    return "".join(f"<p>{part.strip()}</p>" for part in re.split(r"\n\s*\n", text) if part.strip())


def buys(offer_key: object, *, leads: str = "checkout", verb: str = "enrol", label: str = "") -> dict[str, str]:
    """A button that sells."""
    return {"offer": str(offer_key or ""), "verb": verb, "leads": leads, "label": label, "link": ""}


def leads_to(link: str, label: str) -> dict[str, str]:
    """A button that leads somewhere."""
    return {"offer": "", "verb": "enrol", "leads": "checkout", "label": label, "link": link}


def text_body(text: str) -> Body:
    """The body of a text page."""
    return [block("prose", {"text": paragraphs(text)})]
