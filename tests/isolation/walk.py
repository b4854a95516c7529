"""One request of the walk, and its answer made comparable."""

import re
from dataclasses import dataclass
from os.path import commonprefix
from typing import Any
from urllib.parse import quote

from django.db import transaction
from django.test import Client

# tokens and keys made anew for each answer
_FRESH = re.compile(r"\b(?:[A-Za-z0-9]{64}|[A-Za-z0-9]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b")
_TEXT = ("text/", "application/json", "application/xml", "image/svg")


@dataclass(frozen=True)
class Answer:
    """What a visitor can tell about an address."""

    status: int
    location: str
    body: str

    def looks_like(self, other: "Answer") -> bool:
        """Whether a visitor could not tell the two apart."""
        return self._comparable() == other._comparable()

    def unlike(self, other: "Answer") -> str:
        """Where two answers part, for the report of a walk that failed."""
        ours, theirs = self._comparable(), other._comparable()
        at = len(commonprefix([ours, theirs]))
        return f"…{ours[max(0, at - 60) : at + 120]!r} against {theirs[at : at + 120]!r}"

    def _comparable(self) -> str:
        return f"{self.status} {self.location}\n{_FRESH.sub('*', self.body)}"


def ask(client: Client, path: str, values: dict[str, Any], *, post: bool = False) -> Answer:
    """Request `path` and undo whatever it did; what the visitor typed is taken out of the answer."""
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    with transaction.atomic():
        response = client.post(path) if post else client.get(path)
        body = _body(response)
        transaction.set_rollback(True)
    client.cookies.clear()
    for name, value in cookies.items():
        client.cookies[name] = value
    typed = sorted({path, *(str(value) for value in values.values() if len(str(value)) > 3)}, key=len, reverse=True)
    return Answer(response.status_code, _without(response.get("Location", ""), typed), _without(body, typed))


def _body(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    is_text = response.get("Content-Type", "").startswith(_TEXT)
    return content.decode() if is_text else f"({len(content)} bytes)" if response.status_code < 300 else ""


def _without(text: str, typed: list[str]) -> str:
    for value in typed:
        for form in {value, quote(value), quote(value, safe="")}:
            text = text.replace(form, "…")
    return text
