"""Pages that say how questions drawn from banks went."""

from __future__ import annotations

import csv
from io import StringIO
from types import SimpleNamespace

import pytest

from marque.kit.tenancy.context import enter
from tenant_apps.accounts.models import Role, User
from tenant_apps.analytics import actions
from tenant_apps.analytics.queries import drawn
from tenant_apps.assessments import actions as assessments
from tenant_apps.assessments import sheets
from tenant_apps.assessments.models import BankDraw
from tenant_apps.courses.actions import teacher_of
from tests.tenant_apps.analytics.banked import ASKED, bank, drawing, hand_in, taken_by_twelve
from tests.tenant_apps.analytics.factories import learner
from tests.tenant_apps.assessments.factories import RIGHT, WRONG
from tests.tenant_apps.courses.factories import creator


@pytest.fixture
def desk(client_for, okafor) -> SimpleNamespace:
    """Alice at a quiz that only draws from a bank, which twelve learners took."""
    client = creator(client_for, okafor)
    with enter(okafor):
        home = bank(*ASKED, title="=Budgets")
        made = drawing(home)
        taken_by_twelve(made)
        actions.count_due()
    return SimpleNamespace(client=client, quiz=made, bank=home, page=address(made), at=f"/studio/banks/{home.key}/")


def address(made) -> str:
    return f"/studio/courses/{made.lesson.course.key}/analytics/quizzes/"


def rows_of(page: str) -> dict[str, str]:
    """Lines of a table by the question they are about."""
    return {text: row for row in page.split("<tr>") for text in ASKED if text in row}


def author_of(made, client_for, okafor, email: str):
    """An author in a browser, whose course the quiz is in."""
    client = creator(client_for, okafor, Role.AUTHOR, email)
    with enter(okafor):
        course = made.lesson.course
        course.author = teacher_of(User.objects.get(email=email))
        course.save()
    return client


def lines(answer) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(answer.content.decode())))


def test_quiz_page_shows_what_was_drawn_and_from_which_bank(desk) -> None:
    page = desk.client.get(desk.page).content.decode()
    rows = rows_of(page)

    assert ("Nobody has taken" in page, "60 answers to drawn questions, 58 % right." in page) == (False, True)
    assert "Hardest: “Hard?”, right for 25% at the first attempt." in page
    assert [text for text, row in rows.items() if "Check the key" in row] == ["Reversed?"]
    assert {f'href="{desk.at}">=Budgets</a>' in row for row in rows.values()} == {True}


def test_quiz_that_nobody_took_says_so_although_it_draws(client_for, okafor) -> None:
    client = creator(client_for, okafor)
    with enter(okafor):
        page = address(drawing(bank("First?")))

    assert "Nobody has taken" in client.get(page).content.decode()


def test_quiz_page_lists_the_hardest_and_its_file_all(desk, monkeypatch) -> None:
    monkeypatch.setattr(drawn, "MOST", 2)

    page = desk.client.get(desk.page).content.decode()
    found = lines(desk.client.get(f"{desk.page}?as=csv"))

    assert (set(rows_of(page)) & {"Hard?", "Reversed?", "Easy?"}, "The 2 hardest of 5" in page) == (
        {"Hard?", "Reversed?"},
        True,
    )
    assert len(found) == 5
    assert [found[0][name] for name in ("Question", "Right", "n", "Bank")] == ["Hard?", "3", "6", "'=Budgets"]


def test_bank_page_shows_how_its_questions_went(desk, okafor) -> None:
    with enter(okafor):
        again = drawing(desk.bank, "Another course")
        hand_in(again, learner(again.lesson.course, "zoe"), dict.fromkeys(ASKED, WRONG))
        actions.count_due()

    page = desk.client.get(desk.at).content.decode()
    hard = rows_of(page)["Hard?"]

    # three of twelve, and none of one in the other course
    assert ("23 %" in hard, ">13<" in hard, f"{WRONG} " in hard, "7&nbsp;×" in hard) == (True,) * 4
    assert "not known" not in hard


def test_bank_page_of_questions_nobody_was_asked_judges_none(client_for, okafor) -> None:
    client = creator(client_for, okafor)
    with enter(okafor):
        home = bank("Easy?")

    row = rows_of(client.get(f"/studio/banks/{home.key}/").content.decode())["Easy?"]
    assert ("too few" in row, "not known" in row, "%" in row) == (False, True, False)


def test_question_page_shows_how_it_went(desk, okafor) -> None:
    with enter(okafor):
        asked = desk.bank.questions.get(text="Hard?")

    page = desk.client.get(f"{desk.at}questions/{asked.key}/").content.decode()
    assert ("How it went" in page, "25 %" in page, "6&nbsp;×" in page) == (True, True, True)


def test_bank_file_says_how_questions_went_and_is_brought_in_again(desk, okafor) -> None:
    answer = desk.client.get(f"{desk.at}export/")
    hard = next(line for line in lines(answer) if line["question"] == "Hard?")

    assert [hard[name] for name in ("asked", "right", "left_out", "wrong_answer", "wrong_times")] == [
        "12", "3", "0", WRONG, "6"
    ]  # fmt: skip
    assert 0 < float(hard["tells_apart"]) < 1
    with enter(okafor):
        other = assessments.save_bank(title="Copy")
        assert sheets.bring_in(bank=other, content=answer.content) == 5


def test_authors_see_figures_of_their_own_courses_only(desk, client_for, okafor) -> None:
    with enter(okafor):
        theirs = drawing(desk.bank, "Theirs")
        hand_in(theirs, learner(theirs.lesson.course, "zoe"), dict.fromkeys(ASKED, RIGHT))
        actions.count_due()
    ann = author_of(theirs, client_for, okafor, "ann@example.com")

    rows = rows_of(ann.get(desk.at).content.decode())
    asked = {line["asked"] for line in lines(ann.get(f"{desk.at}export/"))}

    assert {">1<" in row and ">13<" not in row for row in rows.values()} == {True}
    assert (asked, ann.get(desk.page).status_code) == ({"1"}, 404)


def test_bank_that_is_no_longer_theirs_keeps_its_words_to_itself(desk, client_for, okafor) -> None:
    ann = author_of(desk.quiz, client_for, okafor, "ann@example.com")
    before = ann.get(desk.page).content.decode()
    with enter(okafor):
        BankDraw.objects.all().delete()

    after = ann.get(desk.page).content.decode()
    assert [[words in page for words in ("Hard?", "=Budgets", "25 %")] for page in (before, after)] == [
        [True, True, True],
        [False, False, True],
    ]


def test_words_of_a_question_deleted_from_a_bank_of_others_stay_there(desk, client_for, okafor) -> None:
    ann = author_of(desk.quiz, client_for, okafor, "ann@example.com")
    with enter(okafor):
        assessments.delete_bank_question(question=desk.bank.questions.get(text="Hard?"))
    before = ann.get(desk.page).content.decode()
    with enter(okafor):
        BankDraw.objects.all().delete()

    pages = (before, ann.get(desk.page).content.decode(), desk.client.get(desk.page).content.decode())
    said = [("Hard?" in page, "Deleted from its bank." in page, WRONG in page) for page in pages]
    assert said == [(True, True, True), (False, True, False), (True, True, True)]


def test_pages_ask_as_often_for_many_as_for_one(desk, okafor, django_assert_max_num_queries) -> None:
    for page in (desk.page, desk.at, f"{desk.at}export/"):
        desk.client.get(page)
        with django_assert_max_num_queries(25):
            desk.client.get(page)
