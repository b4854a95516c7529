"""Each kind of question: what a creator may write, what a learner may say, and how much of it is right."""

from random import Random

import pytest

from marque.kit.errors import Refused
from tenant_apps.assessments import actions
from tenant_apps.assessments.kinds import ForgedChoice, NothingChosen, chosen, gaps, kind_of, placed, typed
from tenant_apps.assessments.models import Question
from tests.tenant_apps.assessments.factories import quiz

pytestmark = pytest.mark.usefixtures("in_okafor")
STEPS = ("Listen", "Ask", "Name it")


def ask(kind: str, *choices: tuple, text: str = "And now?", **marking) -> Question:
    return actions.write_question(
        quiz=quiz(questions=0), text=text, kind=kind, choices=choices, marking=actions.Marking(**marking)
    )


def share(question: Question, *said: str) -> int:
    kind = kind_of(question.kind)
    return kind.share(question, kind.read(question, said))


def keys(question: Question, *texts: str) -> list[str]:
    return [str(question.choices.get(text=text).key) for text in texts]


@pytest.mark.parametrize(
    ("said", "parts", "whole"),
    [
        ("ab", 100, 100),
        ("a", 50, 0),
        ("ac", 0, 0),
        ("abc", 50, 0),
        ("abcd", 0, 0),
        ("c", 0, 0),
    ],
)
def test_a_wrong_choice_takes_a_right_one_away(said: str, parts: int, whole: int) -> None:
    choices = [("a", True), ("b", True), ("c", False), ("d", False)]
    asked = ask("multiple", *choices, takes_parts=True)

    in_parts = share(asked, *keys(asked, *said))
    asked.takes_parts = False

    assert (in_parts, share(asked, *keys(asked, *said))) == (parts, whole)


@pytest.mark.parametrize(
    ("said", "case", "right"),
    [
        ("scope creep", False, 100),
        ("  Scope   CREEP ", False, 100),
        ("Scope creep", True, 0),
        ("scope creep", True, 100),
        ("ｓｃｏｐｅ creep", False, 100),
        ("creep", False, 0),
    ],
)
def test_words_are_compared_as_people_read_them(said: str, case: bool, right: int) -> None:
    asked = ask("short_text", ("scope creep",), ("drift",), is_case_sensitive=case)

    assert share(asked, said) == right


@pytest.mark.parametrize(
    ("said", "right"),
    [("3.5", 100), ("3,5", 100), (" 3.6", 100), ("3.41", 100), ("3.39", 0), ("−3.5", 0), ("35e-1", 100)],
)
def test_a_number_is_right_within_its_tolerance(said: str, right: int) -> None:
    assert share(ask("numeric", ("3.5",), tolerance="0.1"), said) == right


@pytest.mark.parametrize(
    "said", ["three", "NaN", "Infinity", "1,000,000", "1e", "0x10", "1e9999999", "1e-9999999", "9" * 300]
)
def test_what_is_no_number_is_refused(said: str) -> None:
    with pytest.raises(typed.NotANumber):
        share(ask("numeric", ("3.5",)), said)


@pytest.mark.parametrize(("order", "parts"), [((0, 1, 2), 100), ((0, 2, 1), 33), ((2, 0, 1), 0)])
def test_an_order_is_right_in_its_places(order: tuple[int, ...], parts: int) -> None:
    asked = ask("ordering", *((step,) for step in STEPS), takes_parts=True)

    assert share(asked, *keys(asked, *(STEPS[place] for place in order))) == parts


@pytest.mark.parametrize("texts", [STEPS[:2], (*STEPS, "Listen")])
def test_an_order_that_leaves_out_or_repeats_is_refused(texts: tuple[str, ...]) -> None:
    asked = ask("ordering", *((step,) for step in STEPS))

    with pytest.raises(ForgedChoice):
        share(asked, *keys(asked, *texts))


@pytest.mark.parametrize(("said", "parts"), [(("Paris", "Rome"), 100), (("Rome", "Rome"), 50), (("Rome", "Paris"), 0)])
def test_pairs_are_matched(said: tuple[str, ...], parts: int) -> None:
    asked = ask("matching", ("France", True, "Paris"), ("Italy", True, "Rome"), takes_parts=True)

    assert share(asked, *said) == parts


@pytest.mark.parametrize(
    ("said", "refusal"),
    [(("Paris", ""), placed.NotAllMatched), (("Paris",), ForgedChoice), (("Paris", "Oslo"), ForgedChoice)],
)
def test_a_partner_from_nowhere_is_refused(said: tuple[str, ...], refusal: type[Refused]) -> None:
    asked = ask("matching", ("France", True, "Paris"), ("Italy", True, "Rome"))

    with pytest.raises(refusal):
        share(asked, *said)


@pytest.mark.parametrize(
    ("said", "parts"), [(("endings", "start"), 100), (("Ends", "begin"), 100), (("ends", "stop"), 50)]
)
def test_gaps_are_filled(said: tuple[str, ...], parts: int) -> None:
    asked = ask("fill_in", text="A list of {{endings|ends}}, before you {{start | begin}}.", takes_parts=True)

    assert share(asked, *said) == parts


def test_gaps_left_empty_or_made_up_are_refused() -> None:
    asked = ask("fill_in", text="A list of {{endings}}.")

    with pytest.raises(gaps.GapsLeft):
        share(asked, " ")
    with pytest.raises(ForgedChoice):
        share(asked, "endings", "more")


def test_a_text_with_gaps_is_shown_without_its_answers() -> None:
    rows = kind_of("fill_in").rows(ask("fill_in", text="A {{b}} c {{d|e}}."), [], None)

    assert [(row.value, row.text, row.said) for row in rows] == [("1", "A ", ""), ("2", " c ", ""), ("", ".", "")]


@pytest.mark.parametrize(
    ("kind", "choices", "text", "refusal"),
    [
        ("single", [("a", True)], "?", chosen.NoRightAnswer),
        ("single", [("a", True), ("b", True)], "?", chosen.TooManyRight),
        ("true_false", [("a", True), ("b", False), ("c", False)], "?", chosen.NotTwoAnswers),
        ("short_text", [], "?", typed.NothingAccepted),
        ("numeric", [("ten",)], "?", typed.NotOneNumber),
        ("numeric", [("1",), ("2",)], "?", typed.NotOneNumber),
        ("ordering", [("a",)], "?", placed.TooFewSteps),
        ("ordering", [("a",), ("a",)], "?", placed.TooFewSteps),
        ("matching", [("a", True, "b"), ("c", True, "")], "?", placed.TooFewPairs),
        ("fill_in", [], "No gap", gaps.NoGap),
        ("fill_in", [], "An empty {{|}} gap", gaps.NoGap),
        ("fill_in", [], "One {{gap}} and {{another", gaps.GapLeftOpen),
        ("fill_in", [], "One {{gap and {{another}}", gaps.GapLeftOpen),
    ],
)
def test_a_question_nobody_could_answer_is_refused(kind, choices, text, refusal) -> None:
    with pytest.raises(refusal):
        ask(kind, *choices, text=text)


@pytest.mark.parametrize("before", ["single", "short_text", "ordering", "matching", "fill_in"])
@pytest.mark.parametrize("kind", ["multiple", "numeric", "ordering", "matching", "fill_in"])
def test_an_answer_from_before_a_rewrite_is_shown_and_wrong(before: str, kind: str) -> None:
    asked = ask(before, ("a", True, "x"), ("b", False, "y"), text="What {{gap}}?")
    said = {"short_text": ["a"], "matching": ["x", "y"], "fill_in": ["gap"]}.get(before) or keys(asked, "a", "b")
    choices = [("7",)] if kind == "numeric" else [("c", True, "z"), ("d", False, "w")]
    again = actions.write_question(
        quiz=asked.quiz, question=asked, text="Now {{what}}?", kind=kind, choices=choices, marking=actions.Marking()
    )

    rows = kind_of(kind).rows(again, said, None)

    assert (bool(rows), kind_of(kind).share(again, said)) == (True, 0)


def test_a_gap_over_two_lines_is_a_gap() -> None:
    asked = ask("fill_in", text="A list of {{many\nendings}}.")

    assert (gaps.without_answers(asked.text), share(asked, "many endings")) == ("A list of ….", 100)


def test_an_order_from_before_a_rewrite_does_not_show_the_right_one() -> None:
    asked = ask("ordering", *((step,) for step in STEPS))
    shown = kind_of("ordering").rows(asked, ["gone", "away", "long ago"], Random(1))

    assert shown == kind_of("ordering").rows(asked, [], Random(1))
    assert [row.text for row in shown] != list(STEPS)


@pytest.mark.parametrize("tolerance", ["-1", "about one", "1e9999999"])
def test_a_tolerance_that_is_none_is_refused_by_field(tolerance: str) -> None:
    with pytest.raises(typed.NotANumber) as refused:
        ask("numeric", ("3.5",), tolerance=tolerance)

    assert refused.value.field == "tolerance"


@pytest.mark.parametrize("kind", ["single", "short_text", "ordering", "matching", "fill_in"])
def test_an_answer_without_an_answer_is_refused(kind: str) -> None:
    asked = ask(kind, ("a", True, "x"), ("b", False, "y"), text="What {{gap}}?")

    with pytest.raises((NothingChosen, ForgedChoice)):
        share(asked)
