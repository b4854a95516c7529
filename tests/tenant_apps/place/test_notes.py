from marque.kit.tenancy.context import enter
from tenant_apps.people.models import Person
from tests.tenant_apps.courses.factories import creator
from tests.tenant_apps.learning.factories import signed_in


def test_notes_stand_beside_their_lesson(carol) -> None:
    carol.send(carol.note("A thought", seconds=83))

    page = carol.client.get(f"/learn/the-second-number/{carol.lesson.slug}/").content.decode()

    assert ("<lesson-notes" in page, '"text": "A thought"' in page) == (True, True)


def test_notes_of_all_courses_are_found_by_their_words(carol) -> None:
    carol.send(carol.note("A thought", seconds=83), carol.note("Nothing of the kind"))

    found = carol.client.get("/learn/my/notes/?q=thought").content.decode()

    assert ("A thought" in found, "#t=83" in found, "of the kind" in found) == (True, True, False)


def test_notes_are_taken_along_as_markdown(carol) -> None:
    carol.send(carol.note("Mine *and* yours", seconds=83), carol.note("", quote="as it was said"))

    told = carol.client.get("/learn/my/notes.md").content.decode()

    assert "## The Second Number" in told
    assert f"[1:23](http://testserver/learn/the-second-number/{carol.lesson.slug}/#t=83)" in told.replace(
        carol.client.defaults.get("HTTP_HOST", ""), "testserver"
    )
    assert "> as it was said" in told


def test_notes_are_nobody_elses(carol, client_for, okafor) -> None:
    carol.send(carol.note("A thought"))
    bob = signed_in(client_for, okafor, email="bob@example.com")

    assert "A thought" not in bob.get("/learn/my/notes/").content.decode()
    assert "A thought" not in bob.get("/learn/my/notes.md").content.decode()


def test_notes_of_somebody_who_is_nobodys_learner_are_empty(client_for, okafor) -> None:
    alice = creator(client_for, okafor)
    with enter(okafor):
        Person.objects.all().delete()  # who has registered is met a moment later

    page = alice.get("/learn/my/notes/")

    assert (page.status_code, "No notes yet" in page.content.decode()) == (200, True)
    with enter(okafor):
        assert not Person.objects.exists()


def test_notes_ask_as_often_for_three_as_for_one(carol, okafor, django_assert_max_num_queries) -> None:
    carol.send(*(carol.note(f"Thought {number}") for number in "123"))

    with enter(okafor), django_assert_max_num_queries(16):
        carol.client.get("/learn/my/notes/")
