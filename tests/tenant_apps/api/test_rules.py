"""How a quiz is taken, and what it draws from banks, through the API."""

import pytest

from tenant_apps.assessments import actions
from tenant_apps.assessments.models import Bank, BankDraw, Quiz
from tests.tenant_apps.assessments.factories import quiz
from tests.tenant_apps.courses.factories import course, lesson, module
from tests.tenant_apps.programs import a_program

NOWHERE = "00000000-0000-0000-0000-000000000001"
USUAL = {
    "pass_mark": 70,
    "attempts_allowed": None,
    "minutes_allowed": None,
    "due_at": None,
    "draws": None,
    "shuffles": False,
    "reveals": "each",
    "from_banks": [],
}


def bank(title: str = "Manners", *tags: str) -> Bank:
    made = actions.save_bank(title=title)
    actions.write_bank_question(bank=made, text="Why?", kind="essay", choices=[], tags=tags)
    return made


def path_of(made: Quiz) -> str:
    return f"/lessons/{made.lesson.key}/rules/"


def test_a_quiz_that_nobody_wrote_goes_by_what_is_usual(books):
    one = lesson(module(course()), kind="quiz")

    shown = books.call("get", f"/lessons/{one.key}/rules/").json()

    assert (shown, Quiz.objects.count()) == ({"lesson": str(one.key), **USUAL}, 0)


def test_rules_are_changed_where_they_are_named(books):
    made = quiz(3)
    said = {
        "attempts_allowed": 2,
        "minutes_allowed": 30,
        "due_at": "2027-01-31T09:00:00Z",
        "draws": 2,
        "shuffles": True,
        "reveals": "end",
    }

    whole = books.call("put", path_of(made), said)
    less = books.call("put", path_of(made), {"minutes_allowed": None, "pass_mark": 0}).json()

    assert whole.json() == {"lesson": str(made.lesson.key), **USUAL, "pass_mark": 50, **said}
    assert less == {**whole.json(), "minutes_allowed": None, "pass_mark": 0}
    assert books.call("get", path_of(made)).json() == less


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("pass_mark", 101),
        ("pass_mark", -1),
        ("attempts_allowed", 0),
        ("attempts_allowed", 101),
        ("minutes_allowed", 1441),
        ("draws", 1001),
    ],
)
def test_a_rule_nobody_could_keep_is_refused_at_its_field(books, name, value):
    made = quiz(1)

    answer = books.call("put", path_of(made), {"shuffles": True, name: value})

    assert (answer.status_code, answer.json()["field"]) == (422, name)
    made.refresh_from_db()
    assert made.shuffles is False


def test_what_is_drawn_from_banks_is_said_as_a_whole(books):
    made, manners, money = quiz(1), bank("Manners", "late"), bank("Money")
    first = {"bank": str(manners.key), "tag": "late", "count": 2}
    second = {"bank": str(money.key), "tag": "", "count": 1}

    put = books.call("put", path_of(made), {"from_banks": [{**first, "tag": " Late "}, second]}).json()
    stays = BankDraw.objects.get(bank=money).pk
    more = books.call("put", path_of(made), {"from_banks": [second, {**first, "count": 5}]}).json()

    assert put["from_banks"] == [{**first, "title": "Manners"}, {**second, "title": "Money"}]
    assert more["from_banks"] == [{**second, "title": "Money"}, {**first, "title": "Manners", "count": 5}]
    assert BankDraw.objects.get(bank=money).pk == stays
    assert books.call("put", path_of(made), {"shuffles": True}).json() == {**more, "shuffles": True}
    assert books.call("put", path_of(made), {"from_banks": []}).json()["from_banks"] == []


def test_a_draw_that_is_refused_is_named_and_nothing_is_written(books):
    made, manners = quiz(1), bank()
    one = {"bank": str(manners.key), "count": 1}

    def refused(*draws):
        answer = books.call("put", path_of(made), {"pass_mark": 90, "from_banks": list(draws)})
        return answer.status_code, answer.json()["code"], answer.json()["field"]

    assert refused(one, {**one, "bank": NOWHERE}) == (422, "no_such_bank", "from_banks.1.bank")
    assert refused(one, {**one, "tag": "money"}) == (422, "nothing_to_draw", "from_banks.1.tag")
    assert refused(one, one) == (422, "drawn_twice", "from_banks.1.bank")
    assert refused({**one, "count": 0})[::2] == (400, "from_banks.0.count")
    made.refresh_from_db()
    assert (made.pass_mark, BankDraw.objects.count()) == (50, 0)


def test_only_a_quiz_in_an_outline_has_rules(books):
    text = lesson(module(course()))

    answers = [books.call("get", f"/lessons/{key}/rules/") for key in (text.key, NOWHERE)]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_reading_and_writing_rules_are_two_scopes(okafor, books):
    path = path_of(quiz(1))
    reader, stranger = a_program(okafor, "courses:read"), a_program(okafor, "people:read")

    answers = [reader.call("get", path), stranger.call("get", path), reader.call("put", path, {"pass_mark": 1})]

    assert [answer.status_code for answer in answers] == [200, 403, 403]
