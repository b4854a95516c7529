"""What keeps a browser from running a file that was sent to it."""

from typing import Any

HTML = b"<!doctype html><script>alert(document.domain)</script>"
DISGUISED = b"%PDF-1.7\n" + HTML


def assert_saved_as_pdf(answer: Any, name: str) -> None:
    """Whatever it holds: a download that is called a PDF, whose kind nobody may guess, with no rights as a page."""
    headers = answer.headers
    assert (answer.status_code, headers["Content-Type"]) == (200, "application/pdf")
    assert headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
