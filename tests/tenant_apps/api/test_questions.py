"""Questions of quizzes and of banks through the API: all kinds, by the Studio's own actions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenant_apps.assessments import actions
from tenant_apps.assessments.models import Bank, BankQuestion, Choice, Question, QuestionKind, QuestionVersion
from tenant_apps.courses import actions as courses
from tenant_apps.learning.models import Enrolment
from tenant_apps.media.actions import add_asset
from tests.tenant_apps.assessments.assigned import picture
from tests.tenant_apps.assessments.factories import RIGHT, key, question, quiz
from tests.tenant_apps.courses.factories import course, lesson, module
from tests.tenant_apps.learning.factories import enrolment
from tests.tenant_apps.programs import a_program

NOWHERE = "00000000-0000-0000-0000-000000000001"


def said(*answers: str | tuple) -> list[dict]:
    """Answers by their text, with a star before right ones and an arrow before what they belong to."""
    found = []
    for one in answers:
        text, _arrow, match = one.removeprefix("*").partition("=>")
        found.append({"text": text, "right": one.startswith("*"), "match": match, "feedback": ""})
    return found


# what each kind is asked with, beside its text
KINDS = {
    "single": {"answers": said("*Yes", "No")},
    "multiple": {"answers": said("*A", "*B", "C"), "takes_parts": True, "penalty": 50},
    "true_false": {"answers": said("*True", "False")},
    "short_text": {"answers": said("*Oslo", "*Christiania"), "is_case_sensitive": True},
    "numeric": {"answers": said("*3.5"), "tolerance": "0.5"},
    "ordering": {"answers": said("*First", "*Second", "*Third")},
    "matching": {"answers": said("*Norway=>Oslo", "*Denmark=>Copenhagen")},
    "fill_in": {"text": "Oslo is in {{Norway|Norge}}.", "answers": []},
    "hot_spot": {"answers": said("*Bay=>10.0 10.0 20.0 20.0", "Hill=>60.0 60.0 10.0 10.0")},
    "essay": {"answers": said("Clear", "Short"), "least_words": 10, "most_words": 300},
    "file": {"answers": [], "file_kinds": ["document", "image"]},
}


def asked(kind: str) -> dict:
    body = {"text": "What first?", "kind": kind, "explanation": "It is so.", "points": 3, **KINDS[kind]}
    if kind == "hot_spot":
        body["picture"] = str(add_asset(file=picture(name="map.png"), title="Map").key)
    return body


def without_ids(shown: dict, body: dict) -> dict:
    told = {name: shown[name] for name in body}
    told["answers"] = [{name: each[name] for name in each if name != "id"} for each in shown["answers"]]
    return told


def test_every_kind_is_tried():
    assert set(KINDS) == set(QuestionKind.values)


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_of_every_kind_is_written_changed_and_deleted(books, kind):
    made, body = quiz(0), asked(kind)

    new = books.call("post", f"/lessons/{made.lesson.key}/questions/", body)
    path = f"/questions/{new.json()['id']}/"
    shown = books.call("get", path).json()
    changed = books.call("put", path, {"points": 7}).json()

    assert (new.status_code, shown) == (201, new.json())
    assert (shown["lesson"], shown["position"]) == (str(made.lesson.key), 1)
    assert without_ids(shown, body) == body
    assert changed == {**shown, "points": 7}
    assert (books.call("delete", path).status_code, Question.objects.count()) == (204, 0)


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_of_every_kind_is_kept_in_a_bank(books, kind):
    bank = books.call("post", "/banks/", {"title": "Manners"}).json()
    body = {**asked(kind), "tags": ["money", "words"]}

    new = books.call("post", f"/banks/{bank['id']}/questions/", body)
    path = f"/banks/{bank['id']}/questions/{new.json()['id']}/"
    shown = books.call("get", path).json()
    changed = books.call("put", path, {"tags": ["Late"], "explanation": ""}).json()

    assert (new.status_code, shown, shown["bank"]) == (201, new.json(), bank["id"])
    assert without_ids(shown, body) == body
    assert changed == {**shown, "tags": ["late"], "explanation": ""}
    assert BankQuestion.objects.get().sheet["points"] == 3
    assert (books.call("delete", path).status_code, BankQuestion.objects.count()) == (204, 0)


def test_answers_that_stay_keep_their_id_and_each_change_is_a_version(books):
    first = question(quiz(0))
    path = f"/questions/{first.key}/"

    shown = books.call("put", path, {"answers": said("No", f"*{RIGHT}")}).json()

    assert [each["text"] for each in shown["answers"]] == ["No", RIGHT]
    assert shown["answers"][1]["id"] == key(first)
    assert QuestionVersion.objects.filter(question=first.key).count() == 2


def test_another_kind_asks_for_its_own_answers(books):
    first = question(quiz(0))
    path = f"/questions/{first.key}/"

    refused = books.call("put", path, {"kind": "true_false"})
    taken = books.call("put", path, {"kind": "multiple"}).json()

    assert (refused.status_code, refused.json()["code"], refused.json()["field"]) == (422, "not_two_answers", "answers")
    assert (taken["kind"], taken["text"], len(taken["answers"])) == ("multiple", first.text, 3)


def test_questions_are_moved_and_listed_in_their_order(books):
    made = quiz(3)
    third = made.questions.get(position=3)

    moved = books.call("put", f"/questions/{third.key}/position/", {"position": 1}).json()
    shown = books.call("get", f"/lessons/{made.lesson.key}/questions/").json()

    assert (moved["position"], shown["lesson"]) == (1, str(made.lesson.key))
    assert [each["text"] for each in shown["questions"]] == ["Question 3?", "Question 1?", "Question 2?"]


def test_a_quiz_nobody_opened_in_the_studio_yet_has_no_questions_and_takes_one(books):
    made = lesson(module(course()), "New", kind="quiz")
    path = f"/lessons/{made.key}/questions/"

    assert books.call("get", path).json() == {"lesson": str(made.key), "questions": []}
    assert books.call("post", path, asked("single")).status_code == 201
    assert len(books.call("get", path).json()["questions"]) == 1


def test_what_is_no_quiz_or_left_the_outline_is_not_there(books):
    text, made = lesson(module(course())), quiz(1)
    first = made.questions.get()
    courses.archive_lesson(lesson=made.lesson)

    answers = [
        books.call("get", f"/lessons/{text.key}/questions/"),
        books.call("get", f"/lessons/{made.lesson.key}/questions/"),
        books.call("put", f"/questions/{first.key}/", {"points": 2}),
        books.call("get", f"/banks/{NOWHERE}/questions/"),
    ]

    assert {each.status_code for each in answers} == {404}


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_right_is_for_tokens_that_may_write_it(okafor, in_okafor, kind):
    writer, reader = a_program(okafor), a_program(okafor, "courses:read")
    made, bank = quiz(0), actions.save_bank(title="Manners")
    one = writer.call("post", f"/lessons/{made.lesson.key}/questions/", asked(kind)).json()["id"]
    two = writer.call("post", f"/banks/{bank.key}/questions/", asked(kind)).json()["id"]

    shown = [
        reader.call("get", f"/questions/{one}/").json(),
        *reader.call("get", f"/lessons/{made.lesson.key}/questions/").json()["questions"],
        reader.call("get", f"/banks/{bank.key}/questions/{two}/").json(),
        *reader.call("get", f"/banks/{bank.key}/questions/").json()["results"],
    ]

    assert [(each["answers"], each["explanation"]) for each in shown] == [(None, None)] * 4
    assert "Norge" not in str(shown)
    assert reader.call("put", f"/questions/{one}/", {"points": 2}).status_code == 403


def test_an_attempt_that_is_over_keeps_what_it_was_asked_and_its_score(books):
    made = quiz(1)
    first = made.questions.get()
    attempt = actions.start_attempt(quiz=made, enrolment=enrolment(made.lesson.course))
    actions.answer_question(attempt=attempt, question=first, said=[key(first)])

    books.call("put", f"/questions/{first.key}/", {"text": "Another?", "answers": said("*Up", "Down")})

    attempt.refresh_from_db()
    assert (attempt.score, attempt.paper[0]["text"]) == (100, "Question 1?")
    assert (Question.objects.get().text, Enrolment.objects.count()) == ("Another?", 1)


def test_banks_are_named_changed_and_not_deleted_while_a_quiz_draws_from_them(books):
    made = books.call("post", "/banks/", {"title": "Manners"}).json()
    books.call("post", f"/banks/{made['id']}/questions/", asked("single"))
    path = f"/banks/{made['id']}/"
    draw = actions.draw_from(quiz=quiz(0), bank=Bank.objects.get(), count=1)

    again = books.call("post", "/banks/", {"title": "Manners"})
    kept = books.call("delete", path)
    renamed = books.call("put", path, {"title": "Good manners"}).json()
    actions.end_draw(draw=draw)

    assert (again.status_code, again.json()["code"], again.json()["field"]) == (422, "bank_named", "title")
    assert (kept.status_code, kept.json()["code"]) == (422, "bank_in_use")
    assert books.call("get", path).json() == renamed == {**made, "title": "Good manners"}
    assert [each["id"] for each in books.call("get", "/banks/").json()["results"]] == [made["id"]]
    assert (books.call("delete", path).status_code, Bank.objects.count()) == (204, 0)


def test_questions_of_a_bank_are_found_by_words_tags_and_kind(books):
    bank = actions.save_bank(title="Manners")
    for kind, text, tags in (("single", "Who goes first?", ["door"]), ("essay", "Why wait?", ["door", "word"])):
        books.call("post", f"/banks/{bank.key}/questions/", {**asked(kind), "text": text, "tags": tags})

    def found(query):
        return [each["text"] for each in books.call("get", f"/banks/{bank.key}/questions/?{query}").json()["results"]]

    assert found("") == found("tag=DOOR") == ["Why wait?", "Who goes first?"]
    assert (found("q=FIRST"), found("tag=word"), found("kind=essay")) == (
        ["Who goes first?"],
        ["Why wait?"],
        ["Why wait?"],
    )


def test_what_belongs_in_gaps_is_found_by_tokens_that_may_write_it_only(okafor, in_okafor):
    writer, reader = a_program(okafor), a_program(okafor, "courses:read")
    path = f"/banks/{actions.save_bank(title='Manners').key}/questions/"
    texts = ["A scope is a list of {{endings|ends}}, and {{Oslo\n}} a town.", "Who ends {{this}}?"]
    for text in texts:
        writer.call("post", path, {**asked("fill_in"), "text": text})
    writer.call("post", path, {**asked("single"), "text": "Are {{ends}} ends?"})

    def found(who, words):
        return len(who.call("get", f"{path}?q={words}").json()["results"])

    words = ("ENDS", "oslo", "this", "endings", "{{", "A SCOPE", "a town")
    assert {each: (found(writer, each), found(reader, each)) for each in words} == {
        "ENDS": (3, 2),
        "oslo": (1, 0),
        "this": (1, 0),
        "endings": (1, 0),
        "{{": (3, 1),
        "A SCOPE": (1, 1),
        "a town": (1, 1),
    }


@pytest.mark.parametrize("name", ["quiz", "bank"])
def test_more_questions_cost_no_more_queries(books, name):
    made, bank = quiz(0), actions.save_bank(title="Manners")
    path = f"/lessons/{made.lesson.key}/questions/" if name == "quiz" else f"/banks/{bank.key}/questions/"
    books.call("post", path, asked("hot_spot"))

    def cost():
        with CaptureQueriesContext(connection) as seen:
            books.call("get", path)
        return len(seen)

    cost()
    few = cost()
    for kind in ("hot_spot", "single", "matching"):
        books.call("post", path, asked(kind))

    assert cost() == few


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "single", "answers": said("*Yes", "*No")}, "answers"),
        ({"kind": "single"}, "answers"),
        ({"kind": "numeric", "answers": said("*three")}, "answers"),
        ({"kind": "numeric", "answers": said("*3"), "tolerance": "-1"}, "tolerance"),
        ({"kind": "hot_spot", "answers": said("*Bay=>10 10 20 20")}, "picture"),
        ({"kind": "hot_spot", "answers": said("*Bay=>10 10 200 20")}, "answers"),
        ({"kind": "fill_in"}, "text"),
        ({"kind": "ordering", "answers": said("One")}, "answers"),
        ({"kind": "matching", "answers": said("One=>1", "Two")}, "answers"),
        ({"kind": "short_text", "answers": []}, "answers"),
        ({"kind": "essay", "least_words": 20, "most_words": 10}, "most_words"),
        ({"kind": "single", "answers": said("*Yes", "No"), "picture": NOWHERE}, "picture"),
    ],
)
def test_a_question_nobody_could_answer_is_refused_at_its_field(books, body, field):
    made, bank = quiz(0), actions.save_bank(title="Manners")

    for path in (f"/lessons/{made.lesson.key}/questions/", f"/banks/{bank.key}/questions/"):
        answer = books.call("post", path, {"text": "What first?", **body})
        assert (answer.status_code, answer.json()["field"]) == (422, field)

    assert (Question.objects.count(), BankQuestion.objects.count(), Choice.objects.count()) == (0, 0, 0)
