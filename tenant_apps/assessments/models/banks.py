"""Questions that several quizzes draw from, and what questions said before."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import CONTENT, RUNTIME, Serial
from tenant_apps.assessments.models.questions import QuestionKind, no_kinds


class Bank(TenantModel):
    """A collection of questions, used by any quiz of the business."""

    title = models.CharField(_("Title"), max_length=120)
    # whose it is until a quiz draws from it; nobody's is looked after by owner and staff
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )

    serial = Serial(CONTENT, key=("key",))

    class Meta:
        ordering = ["title"]
        constraints = [UniqueConstraint(fields=["title"], name="bank_title_unique")]

    def __str__(self) -> str:
        return self.title


class BankQuestion(TenantModel):
    """One question of a bank. `sheet` is all of it, as an attempt keeps it; `text` and `kind` are there to be found."""

    bank = models.ForeignKey(Bank, models.CASCADE, related_name="questions")
    text = models.TextField(_("Question"))
    kind = models.CharField(_("Kind"), max_length=12, choices=QuestionKind)
    tags = models.JSONField(_("Tags"), default=list, db_default=no_kinds())
    sheet = models.JSONField()
    # the one the sheet names by its key, so that nobody deletes it
    picture = models.ForeignKey("media.Asset", models.PROTECT, null=True, blank=True, related_name="+")

    serial = Serial(CONTENT, key=("key",))

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.text


class BankDraw(TenantModel):
    """How many questions a quiz draws from a bank, by chance for each attempt; with a `tag` only those that have it."""

    quiz = models.ForeignKey("assessments.Quiz", models.CASCADE, related_name="bank_draws", db_index=False)
    bank = models.ForeignKey(Bank, models.PROTECT, related_name="drawn_by")
    tag = models.CharField(_("Only with the tag"), max_length=40, blank=True)
    count = models.PositiveSmallIntegerField(_("Questions"))

    serial = Serial(CONTENT, key=("key",))

    class Meta:
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(fields=["quiz", "bank", "tag"], name="bank_draw_once"),
            models.CheckConstraint(condition=Q(count__range=(1, 200)), name="bank_draw_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.count} of {self.bank_id}"


class QuestionVersion(TenantModel):
    """What a question of a quiz or of a bank said from a moment on."""

    question = models.UUIDField()
    # the key of its bank, which may be gone by now; a quiz's own question has none
    bank = models.UUIDField(null=True, blank=True)
    number = models.PositiveSmallIntegerField()
    sheet = models.JSONField()
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=254, blank=True)

    serial = Serial(RUNTIME, key=("key",), personal=("written_by",))

    class Meta:
        ordering = ["-number"]
        constraints = [UniqueConstraint(fields=["question", "number"], name="question_version_once")]

    def __str__(self) -> str:
        return f"{self.question} {self.number}"
