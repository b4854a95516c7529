import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from marque.kit.tenancy.context import enter
from tenant_apps.assessments import actions
from tenant_apps.assessments.models import Attempt, Choice, Question, Quiz, Work
from tenant_apps.learning.models import LessonProgress
from tenant_apps.media.actions import add_asset
from tests.tenant_apps.assessments.assigned import picture
from tests.tenant_apps.assessments.factories import RIGHT, WRONG, key, question, quiz
from tests.tenant_apps.courses.factories import creator, published
from tests.tenant_apps.learning.factories import enrolment, person, signed_in

LESSON = "/learn/the-second-number/budget-or-bluff/"
FIRST = f"{LESSON}attempts/1/1/"


@pytest.fixture
def carol(client_for, okafor) -> Client:
    """Carol before a quiz of two questions."""
    client = signed_in(client_for, okafor)
    with enter(okafor):
        enrolment(quiz(pass_mark=100).lesson.course)
    return client


def said(okafor, number: int, label: str = RIGHT) -> dict[str, str]:
    """What the form of a question posts."""
    with enter(okafor):
        asked = Question.objects.get(position=number)
        return {"question": str(asked.key), "choice": key(asked, label)}


def test_quiz_from_the_door_to_the_result(carol: Client, okafor) -> None:
    start = carol.post(f"{LESSON}attempts/")
    for number in (1, 2):
        carol.post(f"{LESSON}attempts/1/{number}/", said(okafor, number))
    page = carol.get(f"{LESSON}attempts/1/").content.decode()

    with enter(okafor):
        done = LessonProgress.objects.filter(completed_at__isnull=False).count()
    assert (start.url, "Passed." in page, "100%" in page, done) == (FIRST, True, True, 1)


def test_question_does_not_tell_before_it_is_answered(carol: Client, okafor) -> None:
    carol.post(f"{LESSON}attempts/")

    page = carol.get(FIRST).content.decode()

    assert ("It is a first number." in page, "data-state" in page, "is_right" in page) == (False, False, False)


def test_question_explains_after_the_answer(carol: Client, okafor) -> None:
    carol.post(f"{LESSON}attempts/")

    page = carol.post(FIRST, said(okafor, 1, WRONG), follow=True).content.decode()

    assert ("It is a first number." in page, "Not this one." in page, 'data-state="right"' in page) == (True,) * 3


def test_answer_sent_twice_is_one_attempt(carol: Client, okafor) -> None:
    carol.post(f"{LESSON}attempts/")
    carol.post(f"{LESSON}attempts/")
    for _again in range(2):
        carol.post(FIRST, said(okafor, 1))

    with enter(okafor):
        assert [len(attempt.answers) for attempt in Attempt.objects.all()] == [1]


@pytest.mark.parametrize("forged", [["nonsense"], []])
def test_answer_that_is_forged_or_missing_is_refused(forged: list[str], carol: Client, okafor) -> None:
    carol.post(f"{LESSON}attempts/")

    response = carol.post(FIRST, said(okafor, 1) | {"choice": forged})

    with enter(okafor):
        assert (response.status_code, Attempt.objects.get().answers) == (422, {})


def test_answer_of_another_business_is_refused(carol: Client, okafor, other) -> None:
    carol.post(f"{LESSON}attempts/")
    with enter(other):
        quiz()
        foreign = str(Choice.objects.first().key)

    assert carol.post(FIRST, said(okafor, 1) | {"choice": foreign}).status_code == 422


@pytest.mark.parametrize("path", ["attempts/9/", "attempts/1/9/", "attempts/1/0/"])
def test_what_does_not_exist_is_missing(path: str, carol: Client) -> None:
    carol.post(f"{LESSON}attempts/")

    assert carol.get(LESSON + path).status_code == 404


def test_results_of_an_open_attempt_lead_back(carol: Client) -> None:
    carol.post(f"{LESSON}attempts/")

    assert carol.get(f"{LESSON}attempts/1/").url == FIRST


def test_another_learners_attempt_is_missing(carol: Client, okafor, client_for) -> None:
    carol.post(f"{LESSON}attempts/")
    dan = signed_in(client_for, okafor, "dan@example.com")
    with enter(okafor):
        enrolment(Question.objects.first().quiz.lesson.course, person("dan@example.com", "Dan"))

    assert dan.get(FIRST).status_code == 404


def test_attempts_are_for_learners(client_for, okafor) -> None:
    with enter(okafor):
        quiz(of=published())

    strangers = signed_in(client_for, okafor).post(f"{LESSON}attempts/").status_code
    assert (strangers, client_for(okafor).post(f"{LESSON}attempts/").status_code) == (404, 302)


@pytest.mark.parametrize("questions", [1, 3])
def test_question_costs_the_same_for_one_and_three(
    questions: int, client_for, okafor, django_assert_num_queries
) -> None:
    client = signed_in(client_for, okafor)
    with enter(okafor):
        enrolment(quiz(questions=questions).lesson.course)
    client.post(f"{LESSON}attempts/")
    client.get(FIRST)

    with django_assert_num_queries(8):
        client.get(FIRST)


KINDS = {
    "short_text": ([("scope creep",)], "What is it called?"),
    "numeric": ([("3.5",)], "How many?"),
    "ordering": ([("Listen",), ("Ask",)], "What first?"),
    "matching": ([("France", True, "Paris"), ("Italy", True, "Rome")], "Which is whose?"),
    "fill_in": ([], "A list of {{endings|ends}}."),
}
SAID = {
    "matching": ["Paris", "Rome"],
    "fill_in": ["Ends"],
    "numeric": ["3,5"],
    "short_text": ["Scope creep"],
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_of_each_kind_keeps_its_answer_until_it_is_answered(kind: str, client_for, okafor) -> None:
    client = signed_in(client_for, okafor)
    choices, text = KINDS[kind]
    with enter(okafor):
        made = quiz(questions=0)
        asked = actions.write_question(quiz=made, text=text, kind=kind, choices=choices)
        enrolment(made.lesson.course)
        keys = [str(choice.key) for choice in asked.choices.all()]
        posted = {"question": str(asked.key), "choice": SAID.get(kind) or keys}
    client.post(f"{LESSON}attempts/")

    before = client.get(FIRST).text
    after = client.post(FIRST, posted, follow=True).text

    hidden = {"short_text": "scope creep", "numeric": "3.5", "fill_in": "ends"}.get(kind, "data-state")
    result = client.get(f"{LESSON}attempts/1/").text
    assert (hidden in before, "Right." in after, "100%" in result) == (False, True, True)


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_with_a_nul_is_refused(kind: str, client_for, okafor) -> None:
    client = signed_in(client_for, okafor)
    choices, text = KINDS[kind]
    with enter(okafor):
        made = quiz(questions=0)
        asked = actions.write_question(quiz=made, text=text, kind=kind, choices=choices)
        enrolment(made.lesson.course)
    client.post(f"{LESSON}attempts/")

    refused = client.post(FIRST, {"question": str(asked.key), "choice": [f"{one}\0" for one in SAID.get(kind, "ab")]})

    with enter(okafor):
        assert (refused.status_code, Attempt.objects.get().answers) == (422, {})


def test_a_quiz_is_handed_in_on_a_page_of_its_own(client_for, okafor) -> None:
    client = signed_in(client_for, okafor)
    with enter(okafor):
        made = actions.set_rules(quiz=quiz(), rules=actions.Rules(pass_mark=50, reveals="end", minutes_allowed=20))
        enrolment(made.lesson.course)
    client.post(f"{LESSON}attempts/")

    first = client.post(FIRST, said(okafor, 1))
    there = client.get(f"{LESSON}attempts/1/").text
    client.post(f"{LESSON}attempts/1/submission/")
    result = client.get(f"{LESSON}attempts/1/").text

    assert (first.url, "1 question has no answer." in there, "time-left" in there) == (
        f"{LESSON}attempts/1/2/",
        True,
        True,
    )
    assert ("50%" in result, "Passed." in result, "time-left" in result) == (True, True, False)


@pytest.mark.parametrize("place", [1, 2])
def test_an_answer_to_a_question_deleted_meanwhile_is_not_taken_for_another(place: int, carol: Client, okafor) -> None:
    carol.post(f"{LESSON}attempts/")
    answered = said(okafor, place)
    with enter(okafor):
        actions.delete_question(question=Question.objects.get(position=place))

    page = carol.post(f"{LESSON}attempts/1/{place}/", answered, follow=True)

    with enter(okafor):
        assert ("your answer was not taken" in page.text, Attempt.objects.get().answers) == (True, {})


def test_a_question_left_open_by_a_finished_attempt_takes_no_answer(carol: Client, okafor) -> None:
    carol.post(f"{LESSON}attempts/")
    carol.post(f"{LESSON}attempts/1/submission/")

    page = carol.get(FIRST).text

    assert ('name="choice"' in page, "Check the answer" in page, "See the result" in page) == (False, False, True)


def test_an_attempt_whose_questions_are_all_gone_can_be_gone_on_with(carol: Client, okafor) -> None:
    carol.post(f"{LESSON}attempts/")
    with enter(okafor):
        made = Quiz.objects.get()
        question(made, "New?")
        for old in made.questions.filter(position__in=[1, 2]):
            actions.delete_question(question=old)

    open_page = carol.get(f"{LESSON}attempts/1/")
    again = carol.post(f"{LESSON}attempts/", follow=True)

    assert (open_page.url, "New?" in again.text) == (LESSON, True)


def open_quiz(okafor) -> list[dict[str, str]]:
    """Three questions that wait for somebody or look at a picture; what each form posts."""
    with enter(okafor):
        made = quiz(questions=0)
        shown = add_asset(file=picture(name="map.png"), title="Map")
        places, details = [("Bay", True, "10 10 20 20")], actions.Details(picture=shown)
        asked = [
            actions.write_question(quiz=made, text="Where?", kind="hot_spot", choices=places, details=details),
            actions.write_question(quiz=made, text="Why?", kind="essay", choices=[("Reason",)]),
            actions.write_question(quiz=made, text="Show it", kind="file", choices=[]),
        ]
        enrolment(made.lesson.course)
        return [{"question": str(each.key)} for each in asked]


def test_a_quiz_is_marked_written_and_filed_then_graded(client_for, okafor) -> None:
    client, studio = signed_in(client_for, okafor), creator(client_for, okafor)
    place, words, work = open_quiz(okafor)
    client.post(f"{LESSON}attempts/")

    before = client.get(FIRST).text
    marked = client.post(FIRST, place | {"choice": ["15", "15"]}, follow=True).text
    kept = client.post(f"{LESSON}attempts/1/2/draft/", {"text": "Because of"}, headers={"X-Fragment": "works"})
    draft = client.get(f"{LESSON}attempts/1/2/").text
    written = client.post(f"{LESSON}attempts/1/2/", words | {"choice": "Because of the bay."}, follow=True).text
    upload = SimpleUploadedFile("jug.png", picture().read())
    client.post(f"{LESSON}attempts/1/3/", work | {"file": upload}, follow=True)
    waits = client.get(f"{LESSON}attempts/1/").text
    door = client.get(LESSON).text

    assert ("spot-region" in before, "spot-region" in marked, "Right." in marked) == (False, True, True)
    assert (kept.status_code, "Because of</textarea>" in draft, "It is looked at for:" in draft) == (204, True, True)
    assert ("Given." in written, "Waits to be graded." in waits, "33 % so far" in waits) == (True, True, True)
    assert ("wait to be graded" in door, "Take the quiz again" in door, "jug.png" in waits) == (True, False, True)
    _graded_in_the_studio(studio, okafor)
    result = client.get(f"{LESSON}attempts/1/").text
    assert ("Well said." in result, "Good bowl." in result, "Passed." in result) == (True, True, True)


def _graded_in_the_studio(studio: Client, okafor) -> None:
    with enter(okafor):
        attempt, made = Attempt.objects.get(), Quiz.objects.get()
        looked_at = made.questions.get(kind="essay").choices.get().key
        words, work = (made.questions.get(kind=kind).key for kind in ("essay", "file"))
    page = f"/studio/submissions/attempts/{attempt.key}/"
    listed = studio.get("/studio/submissions/attempts/").text
    shown = studio.get(page).text
    refused = studio.post(f"{page}grades/", {"act": "grade", f"words-{words}": "Well said."})
    data = {"act": "grade", f"level-{looked_at}": "met", f"words-{words}": "Well said.", f"share-{work}": "100"}
    sent = studio.post(f"{page}grades/", data | {f"words-{work}": "Good bowl."})

    assert (str(attempt.key) in listed, "Because of the bay." in shown, "jug.png" in shown) == (True, True, True)
    assert (refused.status_code, "Well said." in refused.text, sent.status_code) == (422, True, 302)
    assert studio.get("/studio/submissions/attempts/?state=graded").text.count(str(attempt.key)) == 1
    assert "Well said." in studio.get(page).text


def test_a_file_is_added_and_taken_out_again(client_for, okafor) -> None:
    client = signed_in(client_for, okafor)
    _place, _words, work = open_quiz(okafor)
    client.post(f"{LESSON}attempts/")
    fragment = {"headers": {"X-Fragment": "works"}}
    here = f"{LESSON}attempts/1/3/"

    added = client.post(f"{here}works/", {"file": SimpleUploadedFile("jug.png", picture().read())}, **fragment)
    fake = client.post(f"{here}works/", {"file": SimpleUploadedFile("jug.png", b"MZ" + b"\0" * 99)}, **fragment)
    with enter(okafor):
        key = Work.objects.get().key
    gone = client.post(f"{here}works/{key}/removal/")
    nothing = client.post(here, work)

    assert (added.status_code, "jug.png" in added.text, fake.status_code) == (200, True, 422)
    assert (gone.url, nothing.status_code, "Add a file first." in nothing.text) == (here, 422, True)
    assert client.post(f"{FIRST}works/", {"file": SimpleUploadedFile("a.png", b"x")}, **fragment).status_code == 422


def test_an_essay_that_is_refused_is_not_lost(client_for, okafor) -> None:
    client = signed_in(client_for, okafor)
    with enter(okafor):
        made = quiz(questions=0)
        details = actions.Details(least_words=50)
        asked = actions.write_question(quiz=made, text="Why?", kind="essay", choices=[], details=details)
        enrolment(made.lesson.course)
        posted = {"question": str(asked.key), "choice": "Half a thought"}
    client.post(f"{LESSON}attempts/")

    refused = client.post(FIRST, posted)

    assert (refused.status_code, "at least 50 words" in refused.text) == (422, True)
    assert "Half a thought</textarea>" in refused.text


def test_a_given_essay_that_is_sent_empty_is_shown_and_still_counts(client_for, okafor) -> None:
    client = signed_in(client_for, okafor)
    with enter(okafor):
        made = actions.set_rules(quiz=quiz(questions=0), rules=actions.Rules(reveals="end"))
        asked = actions.write_question(quiz=made, text="Why?", kind="essay", choices=[])
        enrolment(made.lesson.course)
        posted = {"question": str(asked.key)}
    client.post(f"{LESSON}attempts/")
    client.post(FIRST, posted | {"choice": "Because of the bay."})

    emptied = client.post(FIRST, posted | {"choice": ""})
    client.post(f"{LESSON}attempts/1/submission/")

    assert (emptied.status_code, "Write something first." in emptied.text) == (422, True)
    assert "What you gave before" in emptied.text and "Because of the bay." in emptied.text
    assert "Because of the bay." in client.get(f"{LESSON}attempts/1/").text
