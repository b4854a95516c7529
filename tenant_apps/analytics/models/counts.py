"""Counters by the month (UTC) in which learners got their place, so that every page speaks of the same people."""

from __future__ import annotations

from django.db import models
from django.db.models import UniqueConstraint

from marque.kit.models import TenantModel
from marque.kit.serialise.declaration import RUNTIME, Serial


class PlaceCount(TenantModel):
    """How many learners of a month took so many days to finish a course; -1 have not finished."""

    course = models.ForeignKey("courses.Course", models.CASCADE, related_name="+", db_index=False)
    month = models.DateField()
    took = models.IntegerField()
    people = models.IntegerField(default=0)

    serial = Serial(RUNTIME, key=("course", "month", "took"))

    class Meta:
        constraints = [UniqueConstraint(fields=["course", "month", "took"], name="place_count_once")]

    def __str__(self) -> str:
        return f"{self.course_id}, {self.month}, {self.took}: {self.people}"


class LessonCount(TenantModel):
    """How many learners of a month opened and finished a lesson."""

    lesson = models.ForeignKey("courses.Lesson", models.CASCADE, related_name="+", db_index=False)
    month = models.DateField()
    opened = models.IntegerField(default=0)
    finished = models.IntegerField(default=0)

    serial = Serial(RUNTIME, key=("lesson", "month"))

    class Meta:
        constraints = [UniqueConstraint(fields=["lesson", "month"], name="lesson_count_once")]

    def __str__(self) -> str:
        return f"{self.lesson_id}, {self.month}: {self.opened}, {self.finished}"


class FilmCount(TenantModel):
    """What changes at a second of a film: viewers who begin there less those who end, who saw nothing after it,
    and those who begin less those who end seeing it again. Seconds at which nothing changes have no row.
    """

    lesson = models.ForeignKey("courses.Lesson", models.CASCADE, related_name="+", db_index=False)
    month = models.DateField()
    second = models.PositiveIntegerField()
    begins = models.IntegerField(default=0)
    lasts = models.IntegerField(default=0)
    repeats = models.IntegerField(default=0)

    serial = Serial(RUNTIME, key=("lesson", "month", "second"))

    class Meta:
        constraints = [UniqueConstraint(fields=["lesson", "month", "second"], name="film_count_once")]

    def __str__(self) -> str:
        return f"{self.lesson_id}, {self.month}, {self.second}"


class Sums(TenantModel):
    """First attempts at a question: what share of it was right, beside the score of the whole attempt, as sums."""

    asked = models.IntegerField(default=0)
    right = models.IntegerField(default=0)
    left_out = models.IntegerField(default=0)
    shares = models.BigIntegerField(default=0)
    shares_squared = models.BigIntegerField(default=0)
    scores = models.BigIntegerField(default=0)
    scores_squared = models.BigIntegerField(default=0)
    products = models.BigIntegerField(default=0)

    class Meta:
        abstract = True


class AnswerCount(Sums):
    """Sums of a quiz's own question."""

    question = models.ForeignKey("assessments.Question", models.CASCADE, related_name="+", db_index=False)
    month = models.DateField()

    serial = Serial(RUNTIME, key=("question", "month"))

    class Meta:
        constraints = [UniqueConstraint(fields=["question", "month"], name="answer_count_once")]

    def __str__(self) -> str:
        return f"{self.question_id}, {self.month}: {self.right} of {self.asked}"


class ChoiceCount(TenantModel):
    """How often something was said to a question in a first attempt, and how often the answer was not right."""

    question = models.ForeignKey("assessments.Question", models.CASCADE, related_name="+", db_index=False)
    month = models.DateField()
    said = models.CharField(max_length=100)
    times = models.IntegerField(default=0)
    wrong = models.IntegerField(default=0)

    serial = Serial(RUNTIME, key=("question", "month", "said"), personal=("said",))

    class Meta:
        constraints = [UniqueConstraint(fields=["question", "month", "said"], name="choice_count_once")]

    def __str__(self) -> str:
        return f"{self.question_id}, {self.month}: {self.times}"


class DrawnCount(Sums):
    """Sums of a question that a quiz drew from a bank, by its key: it may be gone from there by now."""

    quiz = models.ForeignKey("assessments.Quiz", models.CASCADE, related_name="+", db_index=False)
    question = models.UUIDField()
    month = models.DateField()

    serial = Serial(RUNTIME, key=("quiz", "question", "month"))

    class Meta:
        indexes = [models.Index(fields=["question"], name="drawn_count_question")]
        constraints = [UniqueConstraint(fields=["quiz", "question", "month"], name="drawn_count_once")]

    def __str__(self) -> str:
        return f"{self.question} in {self.quiz_id}, {self.month}: {self.right} of {self.asked}"


class DrawnChoiceCount(TenantModel):
    """How often something was said to a question that a quiz drew from a bank, and how often it was not right."""

    quiz = models.ForeignKey("assessments.Quiz", models.CASCADE, related_name="+", db_index=False)
    question = models.UUIDField()
    month = models.DateField()
    said = models.CharField(max_length=100)
    times = models.IntegerField(default=0)
    wrong = models.IntegerField(default=0)

    serial = Serial(RUNTIME, key=("quiz", "question", "month", "said"), personal=("said",))

    class Meta:
        indexes = [models.Index(fields=["question"], name="drawn_choice_question")]
        constraints = [UniqueConstraint(fields=["quiz", "question", "month", "said"], name="drawn_choice_count_once")]

    def __str__(self) -> str:
        return f"{self.question} in {self.quiz_id}, {self.month}: {self.times}"
