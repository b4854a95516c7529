"""What the API is asked about questions. It checks the form; kinds of questions check the matter."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from marque.kit.errors import Refused
from tenant_apps.api.base import StrictSerializer
from tenant_apps.assessments.actions.banks import LONGEST_TAG, MOST_TAGS
from tenant_apps.assessments.actions.writing import LONGEST_ANSWER
from tenant_apps.assessments.kinds import Draft
from tenant_apps.assessments.models import MOST_CHOICES, MOST_WORDS, QuestionKind
from tenant_apps.media.formats import Kind
from tenant_apps.media.whose import open_to

LONGEST_TEXT = 20_000
_OPTIONAL = {"required": False}
_WORDS = {"required": False, "allow_blank": True}


class NoSuchPicture(Refused):
    """A file the library does not have."""

    field = "picture"
    message = _("There is no such picture in the library.")


class QuestionAnswerAsked(StrictSerializer):
    """One answer; of an essay or a file, one thing that is looked at."""

    text = serializers.CharField(max_length=LONGEST_ANSWER, help_text="The answer; of a place, what it is called.")
    right = serializers.BooleanField(help_text="Where one is chosen, or a place found.", **_OPTIONAL)
    match = serializers.CharField(
        max_length=LONGEST_ANSWER,
        help_text="Its partner; of a place, where it is in percent: from the left, from the top, width, height.",
        **_WORDS,
    )
    feedback = serializers.CharField(max_length=LONGEST_ANSWER, help_text="Shown to who chose it.", **_WORDS)


class QuestionAsked(StrictSerializer):
    """A change of a question; what is left out stays."""

    text = serializers.CharField(max_length=LONGEST_TEXT, help_text="Gaps are written {{endings|ends}}.", **_OPTIONAL)
    kind = serializers.ChoiceField(choices=QuestionKind.choices, **_OPTIONAL)
    explanation = serializers.CharField(max_length=LONGEST_TEXT, help_text="Shown after the answer.", **_WORDS)
    points = serializers.IntegerField(min_value=1, max_value=100, **_OPTIONAL)
    penalty = serializers.IntegerField(
        min_value=0, max_value=100, help_text="In percent of its points, for a wrong answer.", **_OPTIONAL
    )
    takes_parts = serializers.BooleanField(help_text="Whether a part of it right counts as a part.", **_OPTIONAL)
    tolerance = serializers.CharField(max_length=20, help_text="What a number or a place may be off by.", **_WORDS)
    is_case_sensitive = serializers.BooleanField(**_OPTIONAL)
    picture = serializers.UUIDField(allow_null=True, help_text="The id of a picture in the library.", **_OPTIONAL)
    least_words = serializers.IntegerField(min_value=1, max_value=MOST_WORDS, allow_null=True, **_OPTIONAL)
    most_words = serializers.IntegerField(min_value=1, max_value=MOST_WORDS, allow_null=True, **_OPTIONAL)
    file_kinds = serializers.ListField(
        child=serializers.ChoiceField(choices=Kind.values),
        max_length=len(Kind.values),
        help_text="Empty takes all of them.",
        **_OPTIONAL,
    )
    answers = serializers.ListField(
        child=QuestionAnswerAsked(),
        max_length=MOST_CHOICES,
        help_text="All of them in their order; those that say what they said keep their id.",
        **_OPTIONAL,
    )


class NewQuestionAsked(QuestionAsked):
    """A question to begin with."""

    text = serializers.CharField(max_length=LONGEST_TEXT, help_text="Gaps are written {{endings|ends}}.")
    kind = serializers.ChoiceField(choices=QuestionKind.choices)


class TagsField(serializers.ListField):
    """What a question of a bank is found by."""

    def __init__(self, **options: Any) -> None:
        words = serializers.CharField(max_length=LONGEST_TAG)
        super().__init__(**{"child": words, "max_length": MOST_TAGS, "required": False, **options})


class BankQuestionAsked(QuestionAsked):
    """A change of a question of a bank; what is left out stays."""

    tags = TagsField()


class NewBankQuestionAsked(NewQuestionAsked):
    """A question of a bank to begin with."""

    tags = TagsField()


class BankAsked(StrictSerializer):
    """What a bank is called."""

    title = serializers.CharField(max_length=120)


class QuestionPositionAsked(StrictSerializer):
    """A place among the questions."""

    position = serializers.IntegerField(min_value=1, max_value=10_000)


def as_written(asked: dict[str, Any], by: Any) -> dict[str, Any]:
    """The same by the names that actions go by; raises NoSuchPicture."""
    if asked.get("picture") is not None:
        key = asked["picture"]
        asked["picture"] = open_to(by).filter(key=key).first()
        if asked["picture"] is None:
            raise NoSuchPicture
    if "answers" in asked:
        asked["choices"] = [_draft(each) for each in asked.pop("answers")]
    return asked


def _draft(answer: dict[str, Any]) -> Draft:
    return Draft(answer["text"], answer.get("right", False), answer.get("match", ""), answer.get("feedback", ""))
