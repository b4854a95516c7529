"""`/lessons/<id>/rules/`: how a quiz is taken."""

from __future__ import annotations

from dataclasses import fields
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marque.kit.api.moments import MomentField
from marque.kit.errors import Refused
from tenant_apps.api.base import ApiView, StrictSerializer, extend_schema, reads, writes
from tenant_apps.assessments import actions
from tenant_apps.assessments.models import BankDraw, Quiz, Reveal
from tenant_apps.assessments.whose import banks_of
from tenant_apps.courses.models import Lesson, LessonKind

MOST_DRAWS = 50
_OPTIONAL = {"required": False}
_LIMIT = {"required": False, "allow_null": True, "help_text": "Null is no limit."}


class NoSuchBank(Refused):
    """A bank that is not here."""

    message = _("There is no such question bank.")


class DrawShape(serializers.Serializer):
    """What is drawn from a bank."""

    bank = serializers.UUIDField(source="bank.key")
    title = serializers.CharField(source="bank.title")
    tag = serializers.CharField(help_text="Only questions that have it; empty is all of them.")
    count = serializers.IntegerField()


class RulesShape(serializers.Serializer):
    """How a quiz is taken."""

    lesson = serializers.UUIDField()
    pass_mark = serializers.IntegerField(help_text="In percent.")
    attempts_allowed = serializers.IntegerField(allow_null=True)
    minutes_allowed = serializers.IntegerField(allow_null=True, help_text="For an attempt.")
    due_at = serializers.DateTimeField(allow_null=True, help_text="Its last moment.")
    draws = serializers.IntegerField(
        allow_null=True, help_text="How many of its own questions are drawn by chance; null asks all of them."
    )
    shuffles = serializers.BooleanField(help_text="Whether everybody has another order.")
    reveals = serializers.CharField(help_text=f"When right answers are shown: {', '.join(Reveal.values)}.")
    from_banks = DrawShape(many=True)


class DrawAsked(StrictSerializer):
    """What is to be drawn from a bank."""

    bank = serializers.UUIDField()
    tag = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    count = serializers.IntegerField(min_value=1, max_value=200)


class RulesAsked(StrictSerializer):
    """How it should be taken; what is left out stays."""

    pass_mark = serializers.IntegerField(help_text="In percent.", **_OPTIONAL)
    attempts_allowed = serializers.IntegerField(**_LIMIT)
    minutes_allowed = serializers.IntegerField(**_LIMIT)
    due_at = MomentField(required=False, allow_null=True, help_text="Null leaves it open for good.")
    draws = serializers.IntegerField(**_LIMIT)
    shuffles = serializers.BooleanField(**_OPTIONAL)
    reveals = serializers.ChoiceField(choices=Reveal.choices, **_OPTIONAL)
    from_banks = serializers.ListField(
        child=DrawAsked(),
        max_length=MOST_DRAWS,
        help_text="All that is drawn from banks; empty is nothing.",
        **_OPTIONAL,
    )


class QuizRules(ApiView):
    """How it is taken."""

    @extend_schema(operation_id="quizzes_rules_show", responses=RulesShape)
    @reads("courses:read")
    def get(self, request: Request, lesson_id: UUID) -> Response:
        """Show how a quiz is taken, and what it draws from banks."""
        return self.shown(self.lesson(lesson_id))

    @extend_schema(operation_id="quizzes_rules_set", request=RulesAsked, responses=RulesShape)
    @writes("courses:write")
    def put(self, request: Request, lesson_id: UUID) -> Response:
        """Say how a quiz is taken; what is left out stays, and open attempts keep the questions they have."""
        lesson, asked = self.lesson(lesson_id), self.asked(RulesAsked)
        if "from_banks" in asked:
            asked["from_banks"] = self.draws(asked["from_banks"])
        actions.change_rules(quiz=actions.make_quiz(lesson=lesson, by=self.by), by=self.by, **asked)
        return self.shown(lesson)

    def lesson(self, key: UUID) -> Lesson:
        """A quiz; raises Missing."""
        quizzes = Lesson.objects.live().filter(kind=LessonKind.QUIZ).select_related("course", "module")
        found: Lesson = self.found(quizzes, key)
        return found

    def draws(self, asked: list[dict[str, Any]]) -> list[actions.Draw]:
        """The same with their banks; raises NoSuchBank."""
        banks = {bank.key: bank for bank in banks_of(self.by).filter(key__in=[row["bank"] for row in asked])}
        for place, row in enumerate(asked):
            if row["bank"] not in banks:
                raise NoSuchBank(field=f"from_banks.{place}.bank")
        return [actions.Draw(**(row | {"bank": banks[row["bank"]]})) for row in asked]

    def shown(self, lesson: Lesson) -> Response:
        """As it is now; one that nobody wrote yet goes by what is usual."""
        quiz = Quiz.objects.filter(lesson=lesson).first() or Quiz(lesson=lesson)
        told = {each.name: getattr(quiz, each.name) for each in fields(actions.Rules)}
        drawn = BankDraw.objects.filter(quiz__lesson=lesson).select_related("bank")
        return self.one({"lesson": lesson.key, **told, "from_banks": drawn}, RulesShape)
