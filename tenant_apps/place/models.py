"""What a learner keeps for themselves: notes, passages, bookmarks, a calendar's address; and what their devices did."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q, UniqueConstraint

from marque.kit import clock
from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import RUNTIME, Serial

LONGEST_NOTE, LONGEST_QUOTE, AROUND = 20_000, 4_000, 64


class Note(TenantModel):
    """A learner's own words on a lesson, or a passage they marked; nobody else reads them.

    A passage is kept as the W3C's TextQuoteSelector keeps it: what it says, and what stands before and after.
    """

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+", db_index=False)
    lesson = models.ForeignKey("courses.Lesson", models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    seconds = models.PositiveIntegerField(null=True, blank=True)
    quote = models.TextField(blank=True)
    before = models.CharField(max_length=AROUND, blank=True)
    after = models.CharField(max_length=AROUND, blank=True)
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=clock.now)

    serial = Serial(RUNTIME, key=("key",), personal=("text",))

    class Meta:
        indexes = [
            models.Index(fields=["person", "lesson"], name="note_of_person_in_lesson"),
            models.Index(fields=["person", "-changed_at"], name="note_of_person_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.lesson_id}"


class Bookmark(TenantModel):
    """A lesson a learner wants to find again."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+", db_index=False)
    lesson = models.ForeignKey("courses.Lesson", models.PROTECT, related_name="+")

    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        constraints = [UniqueConstraint(fields=["person", "lesson"], name="bookmark_once")]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.lesson_id}"


class Act(TenantModel):
    """Something a device did for a learner, perhaps offline; its key was made there, so that it counts once."""

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=24)
    answer = models.JSONField(default=dict)

    serial = Serial(RUNTIME, key=("key",), remade="a device that asks again is answered anew, which changes nothing")

    class Meta:
        indexes = [models.Index(fields=["person", "created_at"], name="act_of_person")]

    def __str__(self) -> str:
        return f"{self.kind} by {self.person_id}"


class CalendarAddress(TenantModel):
    """Which of a learner's calendar addresses is the one that holds. Another number makes another address."""

    person = models.OneToOneField("people.Person", models.CASCADE, related_name="+")
    number = models.PositiveIntegerField(default=1)

    serial = Serial(RUNTIME, key=("key",), remade="an address leads to one site: learners make theirs where they are")

    def __str__(self) -> str:
        return f"{self.number} of {self.person_id}"


class Reminder(TenantModel):
    """When a learner wants to be reminded: days of the week (Monday is 1, Tuesday 2, Wednesday 4 …) and an hour."""

    person = models.OneToOneField("people.Person", models.CASCADE, related_name="+")
    days = models.PositiveSmallIntegerField()
    hour = models.PositiveSmallIntegerField()
    # none while it is stopped
    next_at = models.DateTimeField(null=True, blank=True)

    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        indexes = [models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="reminder_due")]
        constraints = [
            models.CheckConstraint(condition=Q(days__range=(1, 127)), name="reminder_on_a_day"),
            models.CheckConstraint(condition=Q(hour__range=(0, 23)), name="reminder_at_an_hour"),
        ]

    def __str__(self) -> str:
        return f"{self.days:b} at {self.hour} for {self.person_id}"


class DateWish(TenantModel):
    """Which letters about dates ahead a learner does not want: all of them are wanted until they say so.

    `looked_on` is the last morning on which what is due was looked for.
    """

    person = models.OneToOneField("people.Person", models.CASCADE, related_name="+")
    due_stopped_at = models.DateTimeField(null=True, blank=True)
    live_stopped_at = models.DateTimeField(null=True, blank=True)
    looked_on = models.DateField(null=True, blank=True)

    serial = Serial(RUNTIME, key=("key",))

    def __str__(self) -> str:
        return f"Dates of {self.person_id}"


class DateNotice(TenantModel):
    """That a learner is told of a date ahead of them, once for each moment it was set to.

    `uid` is the agenda's. It is settled by a letter, and dropped where there is nothing to tell.
    """

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+", db_index=False)
    uid = models.CharField(max_length=64)
    at = models.DateTimeField()
    # when a worker was last asked for its letter
    asked_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        indexes = [
            models.Index(fields=["at"], condition=Q(settled_at__isnull=True), name="date_notice_to_be_sent"),
            models.Index(fields=["at"], condition=Q(settled_at__isnull=False), name="date_notice_long_past"),
        ]
        constraints = [UniqueConstraint(fields=["person", "uid", "at"], name="date_notice_once")]

    def __str__(self) -> str:
        return f"{self.uid} for {self.person_id}"


class LessonText(TenantModel):
    """What a lesson says, as words to be found. `version` names the rows and the language it was made from."""

    lesson = models.OneToOneField("courses.Lesson", models.CASCADE, related_name="+")
    version = models.CharField(max_length=32)
    words = SearchVectorField()

    serial = Serial(RUNTIME, key=("lesson",), remade="the next search makes it again from the lesson")

    class Meta:
        indexes = [GinIndex(fields=["words"], name="lesson_text_words")]

    def __str__(self) -> str:
        return str(self.lesson_id)
