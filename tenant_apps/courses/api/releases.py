"""`/lessons/<id>/release/` and `/modules/<id>/release/`: the whole rule by which a part opens."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from tenant_apps.api.base import ApiView, StrictSerializer, extend_schema, reads, writes
from tenant_apps.courses import actions, rules
from tenant_apps.courses.api.shapes import lessons_shown, modules_shown
from tenant_apps.courses.models import Lesson, Module

_DAYS = {"type": "integer", "minimum": 0, "maximum": rules.LONGEST_WAIT}
_CONDITION = {
    "type": "object",
    "required": ["when"],
    "additionalProperties": False,
    "properties": {
        "when": {
            "type": "string",
            "enum": list(rules.KINDS),
            "description": "enrolled, visited, released and cohort go with days; date with at, and zone where it is not"
            " the learner's; completed with what and key; scored with key and percent.",
        },
        "days": _DAYS,
        "at": {"type": "string", "description": "On the wall, such as 2027-01-31T09:00."},
        "zone": {"type": "string", "description": "Such as Europe/Copenhagen; empty is where the learner lives."},
        "what": {"type": "string", "enum": list(rules.THINGS)},
        "key": {"type": "string", "format": "uuid", "description": "The id of that lesson, module or course."},
        "percent": {"type": "integer", "minimum": 1, "maximum": 100},
    },
}


def _groups(conditions: dict[str, Any]) -> dict[str, Any]:
    return {mode: {"type": "array", "items": conditions} for mode in rules.MODES}


_RULE = {
    "type": "object",
    "nullable": True,
    "required": ["v"],
    "description": f"`v` is {rules.VERSION}, beside `all` or `any`: a list of conditions, and of groups of them that "
    f"say `all` or `any` themselves. Up to {rules.MOST_CONDITIONS} conditions. Null opens the part straight away, a "
    "lesson with its module.",
    "properties": {
        "v": {"type": "integer", "enum": [rules.VERSION]},
        **_groups({"oneOf": [_CONDITION, {"type": "object", "properties": _groups(_CONDITION)}]}),
    },
}


@extend_schema_field(_RULE)
class RuleField(serializers.Field):
    """A rule as it is kept, read into its value."""

    def to_internal_value(self, data: Any) -> rules.Group | None:
        """The rule; raises ValidationError."""
        try:
            return rules.read(data)
        except rules.ImpossibleRule as refused:
            raise serializers.ValidationError(str(refused)) from refused

    def to_representation(self, value: Any) -> Any:
        """As it is kept."""
        return value


class ReleaseShape(serializers.Serializer):
    """When a part opens."""

    release = RuleField(allow_null=True)


class ReleaseAsked(StrictSerializer):
    """When a part should open."""

    release = RuleField(allow_null=True)


class ReleaseView(ApiView):
    """What concerns one part's rule."""

    def set(self, part: Module | Lesson) -> Response:
        """As the planner of the Studio does."""
        rule = self.asked(ReleaseAsked)["release"]
        # conditions that were all taken out are no rule
        actions.set_rule(part=part, rule=rule if rule and rule.parts else None, by=self.by)
        return self.shown(part)

    def shown(self, part: Module | Lesson) -> Response:
        """The rule as it is now."""
        return self.one(part, ReleaseShape)


class LessonRelease(ReleaseView):
    """When a lesson opens."""

    @extend_schema(operation_id="lessons_release_show", responses=ReleaseShape)
    @reads("courses:read")
    def get(self, request: Request, lesson_id: UUID) -> Response:
        """Show the whole rule by which a lesson opens."""
        return self.shown(self.found(lessons_shown(), lesson_id))

    @extend_schema(operation_id="lessons_release_set", request=ReleaseAsked, responses=ReleaseShape)
    @writes("courses:write")
    def put(self, request: Request, lesson_id: UUID) -> Response:
        """Say when a lesson opens; nobody loses what was open to them."""
        return self.set(self.found(lessons_shown().live(), lesson_id))


class ModuleRelease(ReleaseView):
    """When a module opens."""

    @extend_schema(operation_id="modules_release_show", responses=ReleaseShape)
    @reads("courses:read")
    def get(self, request: Request, module_id: UUID) -> Response:
        """Show the whole rule by which a module opens."""
        return self.shown(self.found(modules_shown(), module_id))

    @extend_schema(operation_id="modules_release_set", request=ReleaseAsked, responses=ReleaseShape)
    @writes("courses:write")
    def put(self, request: Request, module_id: UUID) -> Response:
        """Say when a module opens; nobody loses what was open to them."""
        return self.set(self.found(modules_shown().live(), module_id))
