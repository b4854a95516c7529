from uuid import uuid4

import pytest

from marque.kit.tenancy.context import enter
from tenant_apps.courses.models import Lesson
from tenant_apps.learning import actions as learning
from tenant_apps.learning.models import LessonProgress
from tenant_apps.materials import actions as materials
from tenant_apps.materials.models import Step, StepDone
from tenant_apps.place.models import Bookmark, Note
from tests.tenant_apps.learning.factories import signed_in
from tests.tenant_apps.materials.factories import a_lesson


def texts(tenant):
    with enter(tenant):
        return sorted(Note.objects.values_list("text", flat=True))


def test_an_act_sent_twice_counts_once(carol, okafor) -> None:
    act = carol.note("Once")

    first, again = carol.send(act).json(), carol.send(act).json()

    assert first == again
    assert (first["answers"][0]["state"], first["answers"][0]["note"]["revision"]) == ("done", 1)
    assert texts(okafor) == ["Once"]


def test_half_a_character_is_kept_as_a_mark(carol, okafor) -> None:
    assert carol.send(carol.note("Cut \ud83d")).json()["answers"][0]["state"] == "done"

    assert texts(okafor) == ["Cut \ufffd"]


def test_acts_keep_their_order(carol, okafor) -> None:
    act = carol.note("First")
    later = carol.note("Second", note=act["note"], base=1)

    carol.send(act, later)

    assert texts(okafor) == ["Second"]


def test_two_devices_that_change_one_note_keep_both(carol, okafor) -> None:
    act = carol.note("Draft")
    carol.send(act)
    carol.send(carol.note("From the phone", note=act["note"], base=1))

    answer = carol.send(carol.note("From the desk", note=act["note"], base=1)).json()["answers"][0]

    assert (answer["note"]["text"], answer["beside"]["text"]) == ("From the desk", "From the phone")
    assert texts(okafor) == ["From the desk", "From the phone"]


def test_a_note_changed_after_it_was_removed_elsewhere_is_kept(carol, okafor) -> None:
    act = carol.note("Draft")
    carol.send(act, {"key": str(uuid4()), "kind": "note.remove", "note": act["note"], "base": 1})

    carol.send(carol.note("Longer", note=act["note"], base=1))

    assert texts(okafor) == ["Longer"]


def test_removing_a_note_that_changed_meanwhile_leaves_it(carol, okafor) -> None:
    act = carol.note("Draft")
    carol.send(act, carol.note("Longer", note=act["note"], base=1))

    carol.send({"key": str(uuid4()), "kind": "note.remove", "note": act["note"], "base": 1})

    assert texts(okafor) == ["Longer"]


def test_finishing_offline_counts_once(carol, okafor) -> None:
    act = {"key": str(uuid4()), "kind": "lesson.finish", "lesson": str(carol.lesson.key)}

    assert carol.send(act).json() == carol.send(act).json()

    with enter(okafor):
        assert LessonProgress.objects.filter(completed_at__isnull=False).count() == 1


def test_a_step_ticked_offline_counts_once_and_can_be_taken_back(carol, okafor) -> None:
    with enter(okafor):
        Lesson.objects.filter(pk=carol.lesson.pk).update(kind="project")
        materials.set_steps(lesson=Lesson.objects.get(pk=carol.lesson.pk), rows=[{"title": "Throw"}, {"title": "Trim"}])
        step = str(Step.objects.first().key)
    tick = {"key": str(uuid4()), "kind": "step.tick", "step": step, "on": True}

    first, again = carol.send(tick).json(), carol.send(tick).json()
    with enter(okafor):
        ticked = StepDone.objects.count()
    carol.send({"key": str(uuid4()), "kind": "step.tick", "step": step, "on": False})

    assert (first == again, first["answers"][0]["state"], ticked) == (True, "done", 1)
    with enter(okafor):
        assert not StepDone.objects.exists()


def test_a_step_that_is_gone_or_of_a_course_of_others_is_refused_kindly(carol, okafor) -> None:
    with enter(okafor):
        theirs = a_lesson("project")
        materials.set_steps(lesson=theirs, rows=[{"title": "Throw"}])
        foreign = str(Step.objects.get().key)

    answers = [
        carol.send({"key": str(uuid4()), "kind": "step.tick", "step": step, "on": True}).json()["answers"][0]
        for step in (foreign, str(uuid4()))
    ]

    assert [each["state"] for each in answers] == ["refused", "refused"]
    with enter(okafor):
        assert not StepDone.objects.exists()


def test_a_place_that_ended_answers_kindly_and_keeps_notes(carol, okafor) -> None:
    with enter(okafor):
        learning.end_enrolment(enrolment=carol.place)
    finish = {"key": str(uuid4()), "kind": "lesson.finish", "lesson": str(carol.lesson.key)}

    answers = carol.send(finish, carol.note("Still mine")).json()["answers"]

    assert [each["state"] for each in answers] == ["refused", "done"]
    assert answers[0]["message"] == "Your place in this course has ended."


def test_a_note_on_a_lesson_never_opened_is_refused(carol, okafor) -> None:
    answer = carol.send(carol.note(lesson=str(carol.later.key))).json()["answers"][0]

    assert answer["state"] == "refused"
    assert texts(okafor) == []


def test_a_bookmark_set_twice_is_one(carol, okafor) -> None:
    for _time in "12":
        carol.send({"key": str(uuid4()), "kind": "bookmark.set", "lesson": str(carol.lesson.key), "on": True})

    with enter(okafor):
        assert Bookmark.objects.count() == 1


@pytest.mark.parametrize(
    "wrong", [{"kind": "note.shout"}, {"text": "", "quote": ""}, {"lesson": "x"}, {"text": "nul\0"}, {"note": None}]
)
def test_an_act_that_cannot_be_read_is_refused_alone(wrong, carol, okafor) -> None:
    answers = carol.send(carol.note() | wrong, carol.note("Fine")).json()["answers"]

    assert [each["state"] for each in answers] == ["refused", "done"]
    assert texts(okafor) == ["Fine"]


@pytest.mark.parametrize("body", ["", "[]", "{", '{"who": 1, "acts": []}', '{"who": "x", "acts": [1]}'])
def test_a_body_that_cannot_be_read_answers_400(body, carol) -> None:
    assert carol.client.post("/learn/my/acts/", body, content_type="application/json").status_code == 400


def test_acts_of_another_person_are_not_taken(carol, client_for, okafor) -> None:
    stranger = signed_in(client_for, okafor, email="bob@example.com")
    act = carol.note("Mine")
    carol.send(act)

    as_carol = stranger.post("/learn/my/acts/", {"who": carol.who, "acts": [act]}, content_type="application/json")
    own = as_carol.json()["who"]
    theirs = stranger.post("/learn/my/acts/", {"who": own, "acts": [act]}, content_type="application/json")

    assert as_carol.status_code == 409
    assert theirs.json()["answers"][0]["message"] == "This was done by somebody else."


def test_nobody_signed_in_answers_401(client_for, okafor) -> None:
    assert client_for(okafor).get("/learn/my/acts/").status_code == 401
