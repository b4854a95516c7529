"""Question banks: written, drawn from, remembered, out and in as files."""

import pytest

from marque.kit import clock
from marque.kit.lists import ListUnreadable
from marque.kit.sheets import csv_text
from marque.kit.tenancy.context import enter
from tenant_apps.assessments import actions, queries, sheets
from tenant_apps.assessments.models import Bank, BankQuestion, QuestionVersion, Quiz
from tests.tenant_apps.assessments.factories import RIGHT, WRONG, quiz
from tests.tenant_apps.courses.factories import creator
from tests.tenant_apps.learning.factories import START, enrolment

in_okafor = pytest.mark.usefixtures("in_okafor")


@pytest.fixture(autouse=True)
def _started():
    with clock.fixed(START):
        yield


def bank(questions: int = 3, tag: str = "budget") -> Bank:
    made = actions.save_bank(title="Budgets")
    for number in range(1, questions + 1):
        ask(made, f"Banked {number}?", tags=[tag])
    return made


def ask(of: Bank, text: str, **more) -> BankQuestion:
    return actions.write_bank_question(bank=of, text=text, choices=[(RIGHT, True), (WRONG, False)], **more)


def drawing(of: Bank, count: int = 2, own: int = 0, **more) -> Quiz:
    made = quiz(own)
    actions.draw_from(quiz=made, bank=of, count=count, **more)
    return made


def right_in(question) -> list[str]:
    return [str(choice.key) for choice in question.choices.all() if choice.is_right]


@pytest.mark.parametrize("name", ["q", "tag"])
def test_a_search_for_a_nul_is_refused_by_name(name: str, client_for, okafor) -> None:
    studio = creator(client_for, okafor)
    with enter(okafor):
        key = bank().key

    refused = studio.get(f"/studio/banks/{key}/?{name}=%00")

    assert (refused.status_code, f"“{name}”" in refused.text) == (400, True)


@pytest.mark.parametrize("words", ["x" * 301, "x\0"])
@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("answer", "Answer 2"),
        ("match", "What answer 2 belongs to"),
        ("feedback", "What is shown to who chose answer 2"),
    ],
)
def test_an_answer_that_cannot_be_kept_is_named(name: str, told: str, words: str, client_for, okafor) -> None:
    studio = creator(client_for, okafor)
    with enter(okafor):
        home, made = bank(0), quiz(0)
        root = f"/studio/courses/{made.lesson.course.key}/lessons/{made.lesson.key}/quiz/questions/"
    asked = {"text": "First?", "kind": "single", "right": "0"}
    asked |= {each: ["Wait", words if each == name else "Go"] for each in ("answer", "match", "feedback")}

    pages = [studio.post(address, asked) for address in (f"/studio/banks/{home.key}/questions/", root)]

    assert [(page.status_code, f"{told} is longer than 300 letters" in page.text) for page in pages] == [
        (422, True)
    ] * 2


@in_okafor
def test_an_attempt_draws_from_a_bank_and_is_graded() -> None:
    made = drawing(bank(), own=1)
    attempt = actions.start_attempt(quiz=made, enrolment=enrolment(made.lesson.course))
    asked = [mark.question for mark in queries.marks(attempt)]

    for question in asked:
        attempt = actions.answer_question(attempt=attempt, question=question, said=right_in(question))

    assert (len(asked), len({question.key for question in asked}), queries.asked(made)) == (3, 3, 3)
    assert (attempt.score, attempt.is_open) == (100, False)


@in_okafor
def test_two_draws_of_one_bank_ask_nothing_twice() -> None:
    home = bank(3)
    made = drawing(home, count=3)
    actions.draw_from(quiz=made, bank=home, count=3, tag="Budget")

    attempt = actions.start_attempt(quiz=made, enrolment=enrolment(made.lesson.course))

    assert len(attempt.drawn) == len(set(attempt.drawn)) == 3


@in_okafor
def test_a_question_of_a_bank_rewritten_or_deleted_leaves_attempts_as_they_were() -> None:
    home = bank(1)
    made = drawing(home, count=1)
    attempt = actions.start_attempt(quiz=made, enrolment=enrolment(made.lesson.course))
    (asked,) = (mark.question for mark in queries.marks(attempt))
    banked = home.questions.get()

    actions.write_bank_question(
        bank=home, question=banked, text="Another?", choices=[("Yes", True), ("No", False)], by="alice@example.com"
    )
    actions.delete_bank_question(question=banked)
    done = actions.answer_question(attempt=attempt, question=asked, said=right_in(asked))

    assert (asked.text, done.score, queries.marks(done)[0].question.text) == ("Banked 1?", 100, "Banked 1?")


@in_okafor
def test_what_a_question_said_before_is_kept_once_for_each_change() -> None:
    home = bank(1)
    banked = home.questions.get()
    for text in ("Banked 1?", "Changed?", "Changed?"):
        ask(home, text, question=banked, tags=["budget"], by="alice@example.com")

    found = [(each.number, each.sheet["text"], each.written_by) for each in queries.versions_of(banked.key)]

    assert found == [(2, "Changed?", "alice@example.com"), (1, "Banked 1?", "")]


@in_okafor
def test_a_quizs_own_question_keeps_its_history_too() -> None:
    made = quiz(1)
    asked = made.questions.get()
    QuestionVersion.objects.all().delete()  # written before history was kept

    actions.write_question(quiz=made, question=asked, text="Changed?", choices=[("Yes", True), ("No", False)])

    texts = [each.sheet["text"] for each in queries.versions_of(asked.key)]
    assert texts == ["Changed?", "Question 1?"]


@in_okafor
def test_a_bank_that_is_drawn_from_stays() -> None:
    home = bank()
    made = drawing(home)

    with pytest.raises(actions.BankInUse):
        actions.delete_bank(bank=home)
    actions.end_draw(draw=made.bank_draws.get())
    actions.delete_bank(bank=home)

    assert not BankQuestion.objects.exists()


@in_okafor
def test_what_makes_no_sense_is_refused() -> None:
    home = bank()
    made = drawing(home)

    for wrong, act in (
        (actions.BankNamed, lambda: actions.save_bank(title=" Budgets ")),
        (actions.DrawnTwice, lambda: actions.draw_from(quiz=made, bank=home, count=1)),
        (actions.NothingToDraw, lambda: actions.draw_from(quiz=made, bank=home, count=1, tag="moon")),
        (actions.BadTags, lambda: ask(home, "Tagged?", tags=["x" * 41])),
    ):
        with pytest.raises(wrong):
            act()

    assert home.questions.count() == 3


@in_okafor
def test_a_bank_survives_its_own_file_to_the_letter() -> None:
    home = bank(0)
    ask(home, "=One, “two”?", tags=["b", "a"], explanation="Because:\nso.")
    pairs = [("A", True, "1", ""), ("B", True, "2", "well")]
    actions.write_bank_question(bank=home, text="Match?", kind="matching", choices=pairs)
    rows = list(sheets.rows_of(home.questions.order_by("pk")))
    other = actions.save_bank(title="Copy")
    content = csv_text(sheets.COLUMNS, rows).encode()

    assert [sheets.bring_in(bank=other, content=content) for _each in "12"] == [2, 2]
    assert list(sheets.rows_of(other.questions.order_by("pk"))) == rows


@in_okafor
@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("Good?,single,* Yes\n", "1 lines are wrong"),
        ("Good?,moon,* Yes\n", "1 lines are wrong"),
        (",single,* Yes\n", "1 lines are wrong"),
    ],
)
def test_a_file_with_a_wrong_line_brings_in_nothing_and_names_it(lines, words) -> None:
    home = bank(0)
    good = 'Fine?,single,"* Yes\nNo"\n'

    with pytest.raises(sheets.LinesRefused) as refused:
        sheets.bring_in(bank=home, content=("question,kind,answers\n" + good + lines).encode("latin-1"))

    assert words in str(refused.value)
    assert ([each.line for each in refused.value.wrong], home.questions.count()) == ([4], 0)


@in_okafor
@pytest.mark.parametrize(
    "content", [b"", b"a,b\n1,2\n", b"question,kind,answers\n", b"\0", b'question,kind,answers\n"']
)
def test_what_is_no_list_of_questions_is_refused(content) -> None:
    with pytest.raises(ListUnreadable):
        sheets.bring_in(bank=bank(0), content=content)


def test_a_bank_is_made_filled_and_drawn_from_over_its_pages(okafor, client_for) -> None:
    studio = creator(client_for, okafor)
    with enter(okafor):
        made = quiz(0)
        home = f"/studio/courses/{made.lesson.course.key}/lessons/{made.lesson.key}/quiz/"

    studio.post("/studio/banks/", {"title": "Budgets"})
    with enter(okafor):
        key = Bank.objects.get().key
    asked = {"text": "What first?", "kind": "single", "answer": ["Wait", "Run"], "right": "0", "tags": "Money, first"}
    studio.post(f"/studio/banks/{key}/questions/", asked)
    drawn = studio.post(f"{home}draws/", {"bank": str(key), "tag": "money", "count": 1})
    twice = studio.post(f"{home}draws/", {"bank": str(key), "tag": "money", "count": 1})

    assert (drawn.status_code, twice.status_code) == (302, 422)
    page = studio.get(f"/studio/banks/{key}/?q=first&tag=money").content.decode()
    assert "What first?" in page and "Budget or bluff?" in page
    assert b"* Wait" in studio.get(f"/studio/banks/{key}/export/").content
    with enter(okafor):
        question = BankQuestion.objects.get().key
    assert studio.get(f"/studio/banks/{key}/questions/{question}/").status_code == 200
