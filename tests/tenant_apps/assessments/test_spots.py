"""Questions about places on a picture: written, marked, graded, counted, out and in."""

import pytest

from marque.kit.errors import Refused
from marque.kit.sheets import csv_text
from tenant_apps.analytics.actions import count_due
from tenant_apps.analytics.models import ChoiceCount
from tenant_apps.assessments import actions, paper, queries, sheets
from tenant_apps.assessments.kinds import ForgedChoice, kind_of, spots
from tenant_apps.assessments.models import Question
from tenant_apps.courses.actions import copy_lessons
from tenant_apps.media.actions import add_asset
from tenant_apps.media.models import Asset
from tests.tenant_apps.assessments.assigned import picture
from tests.tenant_apps.assessments.factories import quiz
from tests.tenant_apps.learning.factories import START, enrolment

pytestmark = pytest.mark.usefixtures("in_okafor")
PLACES = [("Bay", True, "10 10 20 20"), ("Hill", True, "60 60 10 10"), ("Ship", False, "40 10 10 10", "A ship.")]


def shown() -> Asset:
    return add_asset(file=picture(name="map.png"), title="Map")


def ask(*places: tuple, **marking) -> Question:
    return actions.write_question(
        quiz=quiz(0),
        text="Where does water stand?",
        kind="hot_spot",
        choices=places or PLACES,
        marking=actions.Marking(**marking),
        details=actions.Details(picture=shown()),
    )


def share(question: Question, *said: str) -> int:
    kind = kind_of("hot_spot")
    return kind.share(question, kind.read(question, said))


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        (("15", "15", "65", "65"), 100),
        (("65", "65", "15", "15"), 100),
        (("15", "15", "", ""), 50),
        (("15", "15", "90", "90"), 0),
        (("15", "15", "45", "15"), 0),
        (("15", "15", "12", "12"), 50),
        (("10", "30", "70", "70"), 100),
        (("9.9", "10", "65", "65"), 0),
    ],
)
def test_marks_meet_their_places(said: tuple[str, ...], parts: int) -> None:
    assert share(ask(takes_parts=True), *said) == parts


@pytest.mark.parametrize(("tolerance", "right"), [("", 0), ("2", 100), ("1,5", 100), ("1", 0)])
def test_a_mark_beside_a_place_is_forgiven_within_the_tolerance(tolerance: str, right: int) -> None:
    asked = ask(("Bay", True, "10 10 20 20"), tolerance=tolerance)

    assert share(asked, "8.5", "15") == right


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ((), spots.NothingMarked),
        (("", ""), spots.NothingMarked),
        (("15", ""), spots.HalfAPlace),
        (("15",), ForgedChoice),
        (("101", "5"), ForgedChoice),
        (("-1", "5"), ForgedChoice),
        (("5",) * 6, ForgedChoice),
        (("9" * 30, "5"), ForgedChoice),
        (("left", "top"), Refused),
    ],
)
def test_what_is_no_mark_is_refused(said: tuple[str, ...], refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        share(ask(), *said)


@pytest.mark.parametrize(
    ("place", "refusal"),
    [
        (("Bay", False, "10 10 20 20"), spots.NoRegion),
        (("Bay", True, ""), spots.BadRegion),
        (("Bay", True, "10 10 20"), spots.BadRegion),
        (("Bay", True, "90 10 20 20"), spots.BadRegion),
        (("Bay", True, "10 10 0 20"), spots.BadRegion),
        (("Bay", True, "a b c d"), spots.BadRegion),
        (("Bay", True, f"{'9' * 30} 1 1 1"), spots.BadRegion),
    ],
)
def test_a_place_that_is_none_is_refused(place: tuple, refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        ask(place)


def test_places_on_nothing_are_refused_by_field() -> None:
    with pytest.raises(actions.PictureMissing) as refused:
        actions.write_question(quiz=quiz(0), text="Where?", kind="hot_spot", choices=PLACES)

    assert refused.value.field == "picture"


def test_an_attempt_keeps_places_and_counts_what_was_met() -> None:
    asked = ask(takes_parts=True)
    attempt = actions.start_attempt(quiz=asked.quiz, enrolment=enrolment(asked.quiz.lesson.course), now=START)

    done = actions.answer_question(attempt=attempt, question=asked, said=["45", "15", "99", "1"], now=START)
    count_due()

    ship = str(asked.choices.get(text="Ship").key)
    rows = [(row.said, row.text, row.right, row.feedback) for row in queries.marks(done)[0].rows]
    assert (done.score, done.answers[str(asked.key)]["chosen"]) == (0, ["45.0 15.0", "99.0 1.0"])
    assert rows == [("on", "Ship", False, "A ship."), ("on", "", False, "")]
    assert set(ChoiceCount.objects.values_list("said", flat=True)) == {ship, spots.OUTSIDE}


def test_an_attempt_that_is_over_keeps_its_picture_and_places() -> None:
    asked = ask()
    attempt = actions.start_attempt(quiz=asked.quiz, enrolment=enrolment(asked.quiz.lesson.course), now=START)
    done = actions.answer_question(attempt=attempt, question=asked, said=["15", "15", "65", "65"], now=START)
    actions.write_question(quiz=asked.quiz, question=asked, text="Else?", choices=[("a", True), ("b", False)])

    (mark,) = queries.marks(done)

    assert (mark.state, mark.question.picture, len(mark.regions)) == ("right", shown(), 2)


def test_a_banked_place_survives_its_file_and_holds_its_picture() -> None:
    bank, asset = actions.save_bank(title="Maps"), shown()
    actions.write_bank_question(
        bank=bank, text="Where?", kind="hot_spot", choices=PLACES, details=actions.Details(picture=asset)
    )
    rows = list(sheets.rows_of(bank.questions.all()))
    other = actions.save_bank(title="Copy")

    sheets.bring_in(bank=other, content=csv_text(sheets.COLUMNS, rows).encode())

    made = other.questions.get()
    assert (list(sheets.rows_of([made])), made.picture, paper.read(made.sheet).picture) == (rows, asset, asset)


def test_a_copy_of_the_lesson_has_the_picture_too() -> None:
    lesson = ask().quiz.lesson

    (twin,) = copy_lessons(lessons=[lesson], module=lesson.module)

    assert Question.objects.get(quiz__lesson=twin).picture == shown()
