"""What is open to whom: written down, so that no later rule can lock it again."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q, UniqueConstraint

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import RUNTIME, Serial
from tenant_apps.learning.models.enrolments import Enrolment


class UnlockDigest(TenantModel):
    """The one email of a morning that names what opened and what changed for a person."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()

    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        constraints = [UniqueConstraint(fields=["person", "day"], name="unlock_digest_once_a_morning")]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.day}"


class LearnerChoice(TenantModel):
    """What a learner does not want here: emails of a morning, or their rhythm on the dashboard."""

    person = models.OneToOneField("people.Person", models.CASCADE, related_name="+")
    digest_stopped_at = models.DateTimeField(null=True, blank=True)
    rhythm_hidden_at = models.DateTimeField(null=True, blank=True)

    serial = Serial(RUNTIME, key=("key",))

    def __str__(self) -> str:
        return f"Choices of {self.person_id}"


class LessonRelease(TenantModel):
    """A lesson with a rule is open to a learner from a moment on, by the rule or by a hand with a reason.

    `unlocked_at` is when that was told as a fact, `mail_at` the morning on which an email says so.
    """

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="releases", db_index=False)
    lesson = models.ForeignKey("courses.Lesson", models.CASCADE, related_name="+")
    opens_at = models.DateTimeField()
    unlocked_at = models.DateTimeField(null=True, blank=True)
    mail_at = models.DateTimeField(null=True, blank=True)
    digest = models.ForeignKey(
        UnlockDigest, models.SET_NULL, null=True, blank=True, related_name="releases", db_index=False
    )
    reason = models.CharField(max_length=300, blank=True)
    given_by = models.CharField(max_length=254, blank=True)

    serial = Serial(RUNTIME, key=("key",), personal=("reason", "given_by"))

    class Meta:
        indexes = [
            models.Index(fields=["opens_at"], condition=Q(unlocked_at__isnull=True), name="release_to_be_told"),
            models.Index(
                fields=["mail_at"], condition=Q(mail_at__isnull=False, digest__isnull=True), name="release_to_be_mailed"
            ),
        ]
        constraints = [
            UniqueConstraint(fields=["enrolment", "lesson"], name="lesson_release_once"),
            models.CheckConstraint(
                condition=Q(unlocked_at__isnull=True) | Q(unlocked_at__gte=F("opens_at")),
                name="lesson_release_told_when_open",
            ),
            models.CheckConstraint(condition=Q(given_by="") | ~Q(reason=""), name="lesson_release_given_for_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.lesson_id} for {self.enrolment_id}"


class ChangeNotice(TenantModel):
    """A learner who had finished a lesson is to be told of its last change, on the morning of `mail_at`.

    `changed_at` is the change it is about; a newer one is told with it, or after it.
    """

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="+", db_index=False)
    lesson = models.ForeignKey("courses.Lesson", models.CASCADE, related_name="+")
    changed_at = models.DateTimeField()
    mail_at = models.DateTimeField(null=True, blank=True)
    digest = models.ForeignKey(UnlockDigest, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)

    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        indexes = [
            models.Index(
                fields=["mail_at"], condition=Q(mail_at__isnull=False, digest__isnull=True), name="change_to_be_mailed"
            ),
        ]
        constraints = [UniqueConstraint(fields=["enrolment", "lesson"], name="change_notice_once")]

    def __str__(self) -> str:
        return f"{self.lesson_id} for {self.enrolment_id}"


class Pace(TenantModel):
    """How one learner goes through a course where that differs from its rules. The audit log has the history."""

    enrolment = models.OneToOneField(Enrolment, models.CASCADE, related_name="pace")
    full_access_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    # what pauses add to every wait that began before the first of them ended; `Pause` has each by itself
    paused_days = models.PositiveSmallIntegerField(default=0)
    resumed_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300)
    set_by = models.CharField(max_length=254)

    serial = Serial(RUNTIME, key=("key",), personal=("reason", "set_by"))

    def __str__(self) -> str:
        return f"Pace of {self.enrolment_id}"


class Pause(TenantModel):
    """A pause that is over: a wait that began after it is not longer by its days."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="pauses", db_index=False)
    ended_at = models.DateTimeField()
    days = models.PositiveSmallIntegerField()

    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        constraints = [UniqueConstraint(fields=["enrolment", "ended_at"], name="pause_ends_once")]

    def __str__(self) -> str:
        return f"{self.days} days of {self.enrolment_id}"
