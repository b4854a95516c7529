"""What makes a statement malformed (xAPI 1.0.3 part two, 2.2 to 2.4)."""

import re
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from tests.doubles.serving import Thing

_KNOWN = {"id", "actor", "verb", "object", "result", "context", "timestamp", "version", "attachments", "authority"}
_NAMES = {"mbox", "mbox_sha1sum", "openid", "account"}
_RESULT = {"score", "success", "completion", "response", "duration", "extensions"}
_CONTEXT = {"registration", "instructor", "team", "contextActivities", "revision", "platform", "language", "extensions"}


def wrong_with(statement: Thing) -> str:
    """What is wrong, or nothing."""
    try:
        _whole(statement)
    except (AssertionError, KeyError, TypeError, ValueError) as wrong:
        return f"{type(wrong).__name__}: {wrong}"
    return ""


def _whole(statement: Thing) -> None:
    assert not set(statement) - _KNOWN, f"unknown: {set(statement) - _KNOWN}"
    UUID(statement["id"])
    _actor(statement["actor"])
    assert _is_iri(statement["verb"]["id"]), "the verb is no IRI"
    assert _is_iri(statement["object"]["id"]), "the object is no IRI"
    definition = statement["object"].get("definition", {})
    assert _is_iri(definition.get("type", "x:y")), "the type is no IRI"
    assert all(isinstance(name, str) for name in definition.get("name", {}).values()), "a name is no text"
    moment = datetime.fromisoformat(statement["timestamp"])
    assert moment.tzinfo is not None, "the timestamp has no zone"
    _result(statement.get("result", {}))
    _context(statement.get("context", {}))


def _actor(actor: Thing) -> None:
    named = _NAMES & set(actor)
    assert len(named) == 1, f"an agent has one identifier, not {sorted(named)}"
    if "account" in actor:
        assert set(actor["account"]) == {"homePage", "name"}, "an account has a homePage and a name"
        assert _is_iri(actor["account"]["homePage"]), "homePage is no IRL"
    if "mbox" in actor:
        assert re.fullmatch(r"mailto:[^@\s]+@[^@\s]+", actor["mbox"]), "mbox is no mailto IRI"


def _result(result: Thing) -> None:
    assert not set(result) - _RESULT, f"unknown: {set(result) - _RESULT}"
    score = result.get("score", {})
    assert -1 <= score.get("scaled", 0) <= 1, "scaled is from -1 to 1"
    assert score.get("min", 0) <= score.get("raw", 0) <= score.get("max", 10**9), "raw is between min and max"
    assert re.fullmatch(r"PT\d+(\.\d{1,2})?S", result.get("duration", "PT0S")), "the duration is not ISO 8601"
    assert all(_is_iri(name) for name in result.get("extensions", {})), "an extension is named by an IRI"


def _context(context: Thing) -> None:
    assert not set(context) - _CONTEXT, f"unknown: {set(context) - _CONTEXT}"
    if "registration" in context:
        UUID(context["registration"])
    activities = context.get("contextActivities", {})
    assert not set(activities) - {"parent", "grouping", "category", "other"}, "unknown context activities"
    assert all(_is_iri(each["id"]) for found in activities.values() for each in found), "an activity is no IRI"
    assert all(_is_iri(name) for name in context.get("extensions", {})), "an extension is named by an IRI"


def _is_iri(text: str) -> bool:
    return bool(urlsplit(text).scheme)
