"""Learners' files in pieces: announced, cut off, gone on with, taken or refused."""

import base64
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile

from marque.kit.tenancy.context import enter
from tenant_apps.accounts.models import User
from tenant_apps.assessments import actions
from tenant_apps.assessments.files import work_url
from tenant_apps.assessments.models import Work
from tenant_apps.media import drafts
from tenant_apps.media.actions import handing_over
from tenant_apps.media.models import Upload
from tests.tenant_apps.assessments.assigned import assignment, picture
from tests.tenant_apps.assessments.factories import quiz
from tests.tenant_apps.courses.factories import creator
from tests.tenant_apps.learning.factories import enrolment, person, signed_in
from tests.tenant_apps.media.harmless import DISGUISED, HTML, assert_saved_as_pdf

LESSON = "/learn/the-second-number/paint-a-jug/"
TUS = {"Tus-Resumable": "1.0.0"}
PIECE = "application/offset+octet-stream"
FRAGMENT = {"headers": {"X-Fragment": "works"}}
JUG = picture().read()


@pytest.fixture
def carol(client_for, okafor) -> SimpleNamespace:
    """Carol before an assignment for pictures."""
    client = signed_in(client_for, okafor)
    with enter(okafor):
        made = assignment()
        place = enrolment(made.lesson.course)
    return SimpleNamespace(client=client, place=place, course=made.lesson.course)


def announce(client, size: int = len(JUG), name: str = "jug.png", url: str = f"{LESSON}draft/uploads/"):
    metadata = f"filename {base64.b64encode(name.encode()).decode()}"
    return client.post(url, headers={**TUS, "Upload-Length": str(size), "Upload-Metadata": metadata})


def patch(client, place: str, offset: int, piece: bytes):
    return client.patch(place, piece, content_type=PIECE, headers={**TUS, "Upload-Offset": str(offset)})


def take(client, place: str, url: str = f"{LESSON}draft/works/"):
    return client.post(url, {"upload": place.split("/")[-2]}, **FRAGMENT)


def test_a_file_that_was_cut_off_goes_on_and_becomes_work(carol, okafor) -> None:
    place = announce(carol.client).headers["Location"]
    patch(carol.client, place, 0, JUG[:50])

    early = take(carol.client, place)
    stands = carol.client.head(place, headers=TUS)
    rest = patch(carol.client, place, 50, JUG[50:])
    taken = take(carol.client, place)
    again = take(carol.client, place)

    assert (early.status_code, stands.headers["Upload-Offset"], rest.status_code) == (422, "50", 204)
    assert (taken.status_code, "jug.png" in taken.text, again.status_code) == (200, True, 404)
    with enter(okafor):
        assert (Work.objects.get().name, Upload.objects.count()) == ("jug.png", 0)
        assert list(drafts.place("drafts").iterdir()) == []


@pytest.mark.parametrize(
    ("name", "size", "status", "words"),
    [
        ("jug.pdf", 500, 422, "not what is asked for"),
        ("jug.png", 26 << 20, 422, "The most for a file here is 25 MB"),
        ("jug.exe", 500, 422, ".exe files are not taken"),
        ("jug.png", 0, 422, "is empty"),
    ],
)
def test_a_file_nobody_asked_for_is_refused_before_its_first_byte(carol, okafor, name, size, status, words) -> None:
    refused = announce(carol.client, size, name)

    assert (refused.status_code, words in refused.text) == (status, True)
    with enter(okafor):
        assert not Upload.objects.exists()


def test_a_disguise_is_refused_by_its_content_and_forgotten(carol, okafor) -> None:
    place = announce(carol.client, 200).headers["Location"]

    answer = patch(carol.client, place, 0, b"MZ" + b"\0" * 198)

    assert (answer.status_code, "a Windows program" in answer.text) == (422, True)
    assert carol.client.head(place, headers=TUS).status_code == 404


@pytest.fixture
def writing(client_for, okafor) -> SimpleNamespace:
    """Carol before an assignment for documents."""
    client = signed_in(client_for, okafor)
    with enter(okafor):
        made = assignment(kinds=["document"])
        place = enrolment(made.lesson.course)
    return SimpleNamespace(client=client, place=place)


def test_html_called_a_pdf_is_refused_in_words(writing, okafor) -> None:
    place = announce(writing.client, len(HTML), "report.pdf").headers["Location"]
    patch(writing.client, place, 0, HTML)

    in_pieces = take(writing.client, place)
    whole = writing.client.post(f"{LESSON}draft/works/", {"file": ContentFile(HTML, name="report.pdf")}, **FRAGMENT)

    said = [(answer.status_code, ".pdf means PDF" in answer.text) for answer in (in_pieces, whole)]
    assert said == [(422, True), (422, True)]
    with enter(okafor):
        assert (Work.objects.count(), Upload.objects.count()) == (0, 0)


def test_html_behind_a_pdfs_first_bytes_is_never_a_page(writing, client_for, okafor) -> None:
    teacher = creator(client_for, okafor)
    place = announce(writing.client, len(DISGUISED), "report.pdf").headers["Location"]
    patch(writing.client, place, 0, DISGUISED)
    take(writing.client, place)

    with enter(okafor):
        work, users = Work.objects.get(), (writing.place.person.user, User.objects.get(email="alice@example.com"))
        own, theirs = (work_url(work, user) for user in users)

    assert_saved_as_pdf(writing.client.get(own), "report.pdf")
    assert_saved_as_pdf(teacher.get(theirs), "report.pdf")


def test_another_learners_upload_is_not_there(carol, client_for, okafor) -> None:
    place = announce(carol.client).headers["Location"]
    patch(carol.client, place, 0, JUG)
    eve = signed_in(client_for, okafor, "eve@example.com")
    with enter(okafor):
        enrolment(carol.course, person("eve@example.com"))

    answers = [eve.head(place, headers=TUS), patch(eve, place, 0, JUG), take(eve, place)]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert take(carol.client, place).status_code == 200


def test_more_than_the_business_has_room_for_is_refused(carol, settings) -> None:
    settings.MEDIA_QUOTA_BYTES = 3 * len(JUG)

    answers = [announce(carol.client).status_code for _each in range(4)]

    assert answers == [201, 201, 201, 413]


def test_one_learner_sends_so_many_at_once(carol, monkeypatch) -> None:
    monkeypatch.setattr(handing_over, "MOST_UNDER_WAY", 1)

    assert [announce(carol.client).status_code for _each in "12"] == [201, 422]


def test_a_file_in_pieces_answers_a_question(client_for, okafor) -> None:
    client = signed_in(client_for, okafor)
    with enter(okafor):
        made = quiz(questions=0)
        asked = actions.write_question(quiz=made, text="Show it", kind="file", choices=[])
        actions.write_question(quiz=made, text="Why?", kind="essay", choices=[])
        enrolment(made.lesson.course)
    home = "/learn/the-second-number/budget-or-bluff/attempts/"
    client.post(home)

    place = announce(client, url=f"{home}1/1/uploads/").headers["Location"]
    patch(client, place, 0, JUG)
    taken = take(client, place, f"{home}1/1/works/")

    assert (taken.status_code, "jug.png" in taken.text) == (200, True)
    assert announce(client, url=f"{home}1/2/uploads/").status_code == 404
    with enter(okafor):
        assert Work.objects.get().answer.question == asked.key
