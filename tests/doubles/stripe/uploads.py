"""Files for the bank, and answers to disputes."""

from email import message_from_bytes
from typing import Any, Literal, TypedDict
from urllib.parse import urlencode

import stripe

from tests.doubles.stripe.wire import Refusal

# as in Stripe's test mode: these words decide a dispute
WORDS = {"winning_evidence": True, "losing_evidence": False}


class FileParams(TypedDict):
    """The SDK types a file as anything that can be read; here it is its name."""

    file: str
    purpose: Literal["dispute_evidence"]


def as_form(raw: bytes, kind: str) -> str:
    """A body as a form; of an upload the names alone."""
    if not kind.startswith("multipart/form-data"):
        return raw.decode()
    parts = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + raw).get_payload()
    named = {part.get_param("name", header="content-disposition"): part for part in parts}
    said = {name: part.get_filename() or part.get_payload(decode=True).decode() for name, part in named.items()}
    return urlencode(said)


def upload(books: Any, params: dict[str, Any]) -> dict[str, Any]:
    """A file that may be named in an answer."""
    return books.keep(stripe.File, "file", purpose=params["purpose"], filename=params["file"], size=1)


def answer_dispute(books: Any, params: dict[str, Any], name: str) -> dict[str, Any]:
    """Evidence, submitted once."""
    dispute = books.get("dispute", name)
    if dispute["status"] not in ("needs_response", "warning_needs_response"):
        raise Refusal(400, "invalid_request_error", "This dispute is already closed or under review.")
    for place, value in params.get("evidence", {}).items():
        if place.endswith(("_file", "documentation", "_communication", "_policy", "receipt")):
            books.get("file", value)
        dispute["evidence"][place] = value
    if params.get("submit") != "true":
        return dispute
    dispute["status"] = "under_review"
    dispute["evidence_details"] |= {"has_evidence": True, "submission_count": 1}
    for words, won in WORDS.items():
        if words in params.get("evidence", {}).get("uncategorized_text", ""):
            books.decide(name, won=won)
    return dispute
