"""What learners wrote or made where no machine can say whether it is right."""

from __future__ import annotations

from django.db import models
from django.db.models import Q, UniqueConstraint

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import RUNTIME, Serial


class OpenAnswer(TenantModel):
    """The answer to one question of an attempt that a person grades: an essay, or files.

    It is there as a draft before it is given. `text` is what is written now, `given_text` what was given last: while an
    attempt runs, the first may be anything and the second stays. `marks` are the levels of what was looked at, by the
    answer's key; `share` is how much of it is right in percent, once somebody has said so.
    """

    attempt = models.ForeignKey("assessments.Attempt", models.CASCADE, related_name="open_answers", db_index=False)
    # a question's key: it may be drawn from a bank, or gone
    question = models.UUIDField()
    text = models.TextField(blank=True)
    given_text = models.TextField(blank=True, default="", db_default="")
    words = models.TextField(blank=True)
    marks = models.JSONField(default=dict)
    share = models.PositiveSmallIntegerField(null=True, blank=True)

    serial = Serial(RUNTIME, key=("key",), personal=("text", "given_text", "words"))

    class Meta:
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(fields=["attempt", "question"], name="open_answer_once"),
            models.CheckConstraint(condition=Q(share__isnull=True) | Q(share__lte=100), name="open_answer_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.question} in {self.attempt_id}"
