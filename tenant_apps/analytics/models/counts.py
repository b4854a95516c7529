"""Counters by cohort and by the month (UTC) in which learners got their place: every page speaks of the same people."""

from __future__ import annotations

from django.db import models
from django.db.models import UniqueConstraint

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import RUNTIME, Serial


class Counter(TenantModel):
    """Of learners who got their place in a month, and are in the cohort with this key, or in none.

    The key, for the cohort may be deleted before its learners are counted elsewhere.
    """

    month = models.DateField()
    cohort = models.UUIDField(null=True, blank=True)

    # two rows may differ in nothing but having a cohort
    serial = Serial(RUNTIME, key=("key",))

    class Meta:
        abstract = True


def _once(name: str, *fields: str) -> UniqueConstraint:
    return UniqueConstraint(fields=fields, nulls_distinct=False, name=name)


class PlaceCount(Counter):
    """How many learners of a month took so many days to finish a course; -1 have not finished."""

    course = models.ForeignKey("courses.Course", models.CASCADE, related_name="+", db_index=False)
    took = models.IntegerField()
    people = models.IntegerField(default=0)

    class Meta:
        constraints = [_once("place_count_once", "course", "cohort", "month", "took")]

    def __str__(self) -> str:
        return f"{self.course_id}, {self.month}, {self.took}: {self.people}"


class LessonCount(Counter):
    """How many learners of a month opened and finished a lesson."""

    lesson = models.ForeignKey("courses.Lesson", models.CASCADE, related_name="+", db_index=False)
    opened = models.IntegerField(default=0)
    finished = models.IntegerField(default=0)

    class Meta:
        constraints = [_once("lesson_count_once", "lesson", "cohort", "month")]

    def __str__(self) -> str:
        return f"{self.lesson_id}, {self.month}: {self.opened}, {self.finished}"


class Seconds(Counter):
    """What changes at a second of a film: viewers who begin there less those who end, who saw nothing after it,
    and those who begin less those who end seeing it again. Seconds at which nothing changes have no row.
    """

    second = models.PositiveIntegerField()
    begins = models.IntegerField(default=0)
    lasts = models.IntegerField(default=0)
    repeats = models.IntegerField(default=0)

    class Meta(Counter.Meta):
        abstract = True


class FilmCount(Seconds):
    """The seconds of a lesson's own film."""

    lesson = models.ForeignKey("courses.Lesson", models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints = [_once("film_count_once", "lesson", "cohort", "month", "second")]

    def __str__(self) -> str:
        return f"{self.lesson_id}, {self.month}, {self.second}"


class BlockFilmCount(Seconds):
    """The seconds of a film on a lesson's page."""

    block = models.ForeignKey("courses.LessonBlock", models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints = [_once("block_film_count_once", "block", "cohort", "month", "second")]

    def __str__(self) -> str:
        return f"{self.block_id}, {self.month}, {self.second}"


class Sums(Counter):
    """First attempts at a question: what share of it was right, beside the score of the whole attempt, as sums."""

    asked = models.IntegerField(default=0)
    right = models.IntegerField(default=0)
    left_out = models.IntegerField(default=0)
    shares = models.BigIntegerField(default=0)
    shares_squared = models.BigIntegerField(default=0)
    scores = models.BigIntegerField(default=0)
    scores_squared = models.BigIntegerField(default=0)
    products = models.BigIntegerField(default=0)

    class Meta(Counter.Meta):
        abstract = True


class AnswerCount(Sums):
    """Sums of a quiz's own question."""

    question = models.ForeignKey("assessments.Question", models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints = [_once("answer_count_once", "question", "cohort", "month")]

    def __str__(self) -> str:
        return f"{self.question_id}, {self.month}: {self.right} of {self.asked}"


class ChoiceCount(Counter):
    """How often something was said to a question in a first attempt, and how often the answer was not right."""

    question = models.ForeignKey("assessments.Question", models.CASCADE, related_name="+", db_index=False)
    said = models.CharField(max_length=100)
    times = models.IntegerField(default=0)
    wrong = models.IntegerField(default=0)

    serial = Serial(RUNTIME, key=("key",), personal=("said",))

    class Meta:
        constraints = [_once("choice_count_once", "question", "cohort", "month", "said")]

    def __str__(self) -> str:
        return f"{self.question_id}, {self.month}: {self.times}"


class DrawnCount(Sums):
    """Sums of a question that a quiz drew from a bank, by its key: it may be gone from there by now."""

    quiz = models.ForeignKey("assessments.Quiz", models.CASCADE, related_name="+", db_index=False)
    question = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["question"], name="drawn_count_question")]
        constraints = [_once("drawn_count_once", "quiz", "question", "cohort", "month")]

    def __str__(self) -> str:
        return f"{self.question} in {self.quiz_id}, {self.month}: {self.right} of {self.asked}"


class DrawnChoiceCount(Counter):
    """How often something was said to a question that a quiz drew from a bank, and how often it was not right."""

    quiz = models.ForeignKey("assessments.Quiz", models.CASCADE, related_name="+", db_index=False)
    question = models.UUIDField()
    said = models.CharField(max_length=100)
    times = models.IntegerField(default=0)
    wrong = models.IntegerField(default=0)

    serial = Serial(RUNTIME, key=("key",), personal=("said",))

    class Meta:
        indexes = [models.Index(fields=["question"], name="drawn_choice_question")]
        constraints = [_once("drawn_choice_count_once", "quiz", "question", "cohort", "month", "said")]

    def __str__(self) -> str:
        return f"{self.question} in {self.quiz_id}, {self.month}: {self.times}"
