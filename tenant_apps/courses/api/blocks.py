"""The blocks of a lesson's page in the API."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from tenant_apps.api.base import StrictSerializer
from tenant_apps.courses.blocks import Value
from tenant_apps.courses.embeds import Sites
from tenant_apps.courses.languages import LANGUAGES
from tenant_apps.courses.models import BLOCKS_PLAYED, LONGEST_BLOCK, BlockKind, Lesson

_WORDS = {"required": False, "allow_blank": True}
_LEAST = "Of a video or audio block: how much of it the lesson asks for before it can be finished."
_FILE = "The id of a file in the library, of image, video, audio, pdf, slides, download and hotspots blocks."


class BlockAsked(StrictSerializer):
    """A part of a lesson's page."""

    kind = serializers.ChoiceField(choices=BlockKind.choices)
    id = serializers.UUIDField(required=False, help_text="Of a block that is there: it is changed and stays the same.")
    title = serializers.CharField(max_length=160, **_WORDS)
    text = serializers.CharField(
        max_length=LONGEST_BLOCK, trim_whitespace=False, help_text="HTML of a text; the code of a code block.", **_WORDS
    )
    language = serializers.ChoiceField(choices=LANGUAGES, required=False, allow_blank=True)
    file = serializers.UUIDField(required=False, allow_null=True, help_text=_FILE)
    address = serializers.URLField(max_length=500, help_text="Of what another site shows.", **_WORDS)
    least_percent = serializers.IntegerField(
        min_value=1, max_value=100, required=False, allow_null=True, help_text=_LEAST
    )


class BlockShape(serializers.Serializer):
    """A part of a lesson's page."""

    id = serializers.UUIDField(source="key")
    kind = serializers.CharField(
        help_text=f"{', '.join(BlockKind.values)}; `lesson` is where the lesson itself stands; hotspots, project,"
        " survey and live are where its spots, steps, questions or session do."
    )
    title = serializers.CharField()
    text = serializers.CharField(help_text="HTML of a text; the code of a code block.")
    language = serializers.CharField()
    file = serializers.UUIDField(allow_null=True, help_text=_FILE)
    address = serializers.CharField(help_text="Of what another site shows.")
    least_percent = serializers.IntegerField(allow_null=True, help_text=_LEAST)


def values_asked(asked: list[dict[str, Any]], lesson: Lesson | None = None) -> list[Value]:
    """Blocks as values; asks sites for what is new of theirs. Raises NotAllowed, NothingShown and TooManyAtOnce."""
    there = lesson.blocks if lesson else []
    sites = Sites(there)
    values = [_value(one, sites) for one in asked]
    _keep_films(values, there)
    return values


def _keep_films(values: list[Value], there: list[Value]) -> None:
    """A film that is said without its id is the one of its file, so that what learners saw of it stays, as does what
    the lesson asks of it where nothing else is said."""
    known, said = {one["key"]: one for one in there}, {value["key"] for value in values}
    free = [one for one in there if one["kind"] in BLOCKS_PLAYED and one["key"] not in said]
    for value in values:
        if value["kind"] not in BLOCKS_PLAYED:
            continue
        alike = (one for one in free if (one["kind"], one["file"]) == (value["kind"], value["file"]))
        one = known.get(value["key"]) or next(alike, None)
        if one is not None:
            free = [each for each in free if each is not one]
            value["key"] = one["key"]
            value.setdefault("least_percent", one.get("least_percent"))


def _value(asked: dict[str, Any], sites: Sites) -> Value:
    value: Value = {name: each for name, each in asked.items() if name not in ("id", "file")}
    value |= {"key": str(asked.get("id", "")), "file": str(asked["file"]) if asked.get("file") else None}
    address = asked.get("address")
    if address and asked["kind"] == BlockKind.EMBED:
        value["shown"] = sites.shown_at(address)
    return value
