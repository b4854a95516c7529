import pytest

from marque.kit.mail.models import SentEmail
from tenant_apps.courses.actions import update_course
from tenant_apps.materials import actions
from tenant_apps.materials.models import Reply
from tests.tenant_apps.learning.factories import person
from tests.tenant_apps.materials.factories import a_lesson, learner


@pytest.fixture
def talk(in_okafor):
    """A discussion with Ana and Ben in it."""
    lesson = a_lesson("discussion")
    return lesson, learner(lesson, "ana").person, learner(lesson, "ben").person


def written_to() -> list[str]:
    return sorted(to for one in SentEmail.objects.filter(purpose="discussion") for to in one.to)


def test_say_answers_are_told_to_who_asked(talk, deliver_facts) -> None:
    lesson, ana, ben = talk
    asked = actions.say(lesson=lesson, person=ana, text="Which clay?")

    actions.say(lesson=lesson, person=ben, text="Stoneware.", answers=asked)
    deliver_facts()

    assert written_to() == ["ana@example.com"]


def test_say_something_new_is_told_to_the_author(talk, deliver_facts) -> None:
    lesson, ana, _ben = talk
    update_course(course=lesson.course, author=person("efe@example.com", "Efe"))

    actions.say(lesson=lesson, person=ana, text="Which clay?")
    deliver_facts()

    assert written_to() == ["efe@example.com"]


def test_mute_ends_the_letters(talk, deliver_facts) -> None:
    lesson, ana, ben = talk
    asked = actions.say(lesson=lesson, person=ana, text="Which clay?")
    actions.mute(lesson=lesson, person=ana, muted=True)

    actions.say(lesson=lesson, person=ben, text="Stoneware.", answers=asked)
    deliver_facts()

    assert written_to() == []


def test_hidden_before_the_letter_went_is_told_nobody(talk, deliver_facts) -> None:
    lesson, ana, ben = talk
    asked = actions.say(lesson=lesson, person=ana, text="Which clay?")
    rude = actions.say(lesson=lesson, person=ben, text="Rude.", answers=asked)

    actions.hide_reply(reply=rude, by="alice@example.com")
    deliver_facts()

    assert written_to() == []


def test_say_the_same_twice_is_said_once(talk) -> None:
    lesson, ana, _ben = talk

    for _time in range(2):
        actions.say(lesson=lesson, person=ana, text="Which clay?")

    assert Reply.objects.count() == 1


def test_say_too_much_in_an_hour_is_refused(talk) -> None:
    lesson, ana, _ben = talk
    for number in range(20):
        actions.say(lesson=lesson, person=ana, text=f"Question {number}")

    with pytest.raises(actions.TooMuchSaid):
        actions.say(lesson=lesson, person=ana, text="One more")


def test_say_an_answer_to_an_answer_stands_beside_it(talk) -> None:
    lesson, ana, ben = talk
    asked = actions.say(lesson=lesson, person=ana, text="Which clay?")
    answer = actions.say(lesson=lesson, person=ben, text="Stoneware.", answers=asked)

    again = actions.say(lesson=lesson, person=ana, text="Thank you", answers=answer)

    assert again.answers_id == asked.pk


def test_take_back_is_for_ones_own_words(talk) -> None:
    lesson, ana, ben = talk
    asked = actions.say(lesson=lesson, person=ana, text="Which clay?")

    actions.take_back(reply=asked, person=ben)
    kept = Reply.objects.get().text
    actions.take_back(reply=asked, person=ana)

    assert (kept, Reply.objects.get().text) == ("Which clay?", "")


def test_take_back_leaves_what_the_team_hid(talk) -> None:
    lesson, ana, _ben = talk
    said = actions.say(lesson=lesson, person=ana, text="An insult")
    actions.hide_reply(reply=said, by="alice@example.com")

    actions.take_back(reply=said, person=ana)

    assert (Reply.objects.get().text, Reply.objects.get().taken_back_at) == ("An insult", None)
