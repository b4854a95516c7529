"""What was said to questions is summed where it is kept, however many said something of their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import QuerySet

from tenant_apps.analytics.models import ChoiceCount, DrawnChoiceCount
from tenant_apps.analytics.queries.quizzes import said_to
from tenant_apps.assessments import actions
from tenant_apps.assessments.kinds.spots import OUTSIDE
from tenant_apps.assessments.models import Question, QuestionKind
from tests.tenant_apps.assessments.factories import RIGHT, WRONG, key, question, quiz

pytestmark = pytest.mark.usefixtures("in_okafor")
MONTHS = (date(2026, 1, 1), date(2026, 2, 1))


def typed(made) -> Question:
    return actions.write_question(quiz=made, text="Where?", kind=QuestionKind.SHORT_TEXT, choices=[("Oslo", True)])


def own(asked: Question, rows: dict[str, tuple[int, int]]) -> QuerySet[ChoiceCount]:
    for month in MONTHS:
        about = {"question": asked, "month": month}
        ChoiceCount.objects.bulk_create(
            ChoiceCount(**about, said=said, times=times, wrong=wrong) for said, (times, wrong) in rows.items()
        )
    return ChoiceCount.objects.all()


def drawn(asked: Question, rows: dict[str, tuple[int, int]]) -> QuerySet[DrawnChoiceCount]:
    for month in MONTHS:
        about = {"quiz": asked.quiz, "question": asked.key, "month": month}
        DrawnChoiceCount.objects.bulk_create(
            DrawnChoiceCount(**about, said=said, times=times, wrong=wrong) for said, (times, wrong) in rows.items()
        )
    return DrawnChoiceCount.objects.all()


def rows_read(ask: Callable[[], object]) -> int:
    """How many rows the database hands over while something is asked."""
    read: list[int] = []

    def watch(execute, sql, params, many, context):
        found = execute(sql, params, many, context)
        read.append(context["cursor"].rowcount)
        return found

    with connection.execute_wrapper(watch):
        ask()
    return sum(read)


@pytest.mark.parametrize("count", [own, drawn])
def test_of_typed_answers_the_most_frequent_wrong_one_is_read_alone(count) -> None:
    asked = typed(quiz(0))
    many = {f"Town {number}": (1, 1) for number in range(500)}
    rows = count(asked, many | {"Bergen": (9, 9), "Oslo": (80, 0), "bergen": (9, 9)})
    name = asked.pk if count is own else asked.key
    found: dict = {}

    assert rows_read(lambda: found.update(said_to(rows, {name: asked}))) == 1
    # over both months; of two as frequent it is the same one each time
    assert found == {name: [(18, "bergen")]}


def test_nothing_wrong_was_typed() -> None:
    asked = typed(quiz(0))

    assert said_to(own(asked, {"Oslo": (80, 0)}), {asked.pk: asked}) == {}


def test_of_options_each_wrong_one_is_read_and_what_was_typed_before_is_not() -> None:
    asked, other = question(made := quiz(0)), typed(made)
    wrong = str(asked.choices.get(text=WRONG).key)
    rows = own(asked, {wrong: (3, 3), key(asked): (9, 0), OUTSIDE: (5, 5), str(uuid4()): (7, 7), "Typed once": (8, 8)})
    own(other, {"Bergen": (1, 1)})

    found = said_to(rows, {asked.pk: asked, other.pk: other})

    assert found == {asked.pk: [(6, WRONG)], other.pk: [(2, "Bergen")]}
    assert asked.choices.get(is_right=True).text == RIGHT
