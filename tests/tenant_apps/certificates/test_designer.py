import json
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from shared_apps.operations.models import AuditEntry
from tenant_apps.accounts.actions import assign_role, register
from tenant_apps.accounts.models import Role
from tenant_apps.certificates import actions, layouts
from tenant_apps.certificates.actions.bulk import MOST_EMAILS
from tenant_apps.certificates.models import Certificate
from tenant_apps.certificates.starters import STARTERS
from tenant_apps.certificates.studio import designer
from tenant_apps.learning.models import Enrolment
from tenant_apps.people.actions import meet
from tests.tenant_apps.certificates.conftest import FINISHED

FRAME = STARTERS[1].layout.as_json()


@pytest.fixture
def as_role(browser, in_okafor):
    def sign_in(role):
        user = register(email=f"{role}@okafor.example", name="Somebody", verified=True)
        assign_role(user=user, role=role, by=None)
        browser.force_login(user)
        return browser

    return sign_in


@pytest.fixture
def studio(as_role):
    return as_role(Role.OWNER)


@pytest.fixture
def design(in_okafor):
    return actions.set_design(course=None, heading="H", lead="L", wording="finished {course}")


def send(studio, design, part, said):
    url = f"/studio/certificate-designs/{design.key}/{part}/"
    return studio.post(url, json.dumps(said), content_type="application/json")


def test_designer_shows_the_layout_and_the_starters(studio, design):
    html = studio.get(f"/studio/certificate-designs/{design.key}/").content.decode()

    assert "<certificate-designer" in html and '"starters"' in html and " style=" not in html


def test_designer_names_every_colour_a_layout_may_have():
    assert tuple(designer.COLOURS) == layouts.COLOURS


def test_designer_is_for_owner_and_staff(as_role, design):
    answer = as_role(Role.AUTHOR).get(f"/studio/certificate-designs/{design.key}/")

    # Wagtail's way of refusing: back to the Studio's first page
    assert answer.headers["Location"] == "/studio/"


def test_preview_is_the_page_as_a_picture(studio, design):
    answer = send(studio, design, "preview", {"layout": FRAME, "name": "فاطمة الزهراء"})

    with Image.open(BytesIO(answer.content)) as image:
        assert (answer.status_code, image.size) == (200, (1200, 849))


@pytest.mark.parametrize(
    "said", [[], {"layout": {}}, {"layout": FRAME | {"paper": "x"}}, {"layout": FRAME, "name": "\n"}]
)
def test_preview_of_nonsense_is_a_sentence(studio, design, said):
    answer = send(studio, design, "preview", said)

    assert (answer.status_code, bool(answer.json()["error"])) == (422, True)


def test_layout_is_saved_once_seen(studio, design):
    first = send(studio, design, "layout", {"layout": FRAME, "seen": 0})
    second = send(studio, design, "layout", {"layout": FRAME, "seen": 0})

    design.refresh_from_db()
    assert (first.json(), second.status_code, design.layout) == ({"revision": 1}, 422, FRAME)


def test_pictures_come_back_with_a_key(studio, design):
    out = BytesIO()
    Image.new("RGB", (30, 10)).save(out, "PNG")
    url = f"/studio/certificate-designs/{design.key}/pictures/"

    added = studio.post(url, {"file": SimpleUploadedFile("sign.png", out.getvalue())})
    refused = studio.post(url, {"file": SimpleUploadedFile("sign.png", b"<html>")})

    assert (added.json()["width"], refused.status_code) == (30, 422)


@pytest.fixture
def finished(course, sofia):
    people = [sofia, meet(email="noor@example.com", name="Noor")]
    for person in people:
        Enrolment.objects.create(person=person, course=course, started_at=FINISHED, completed_at=FINISHED)
    return people


def test_giving_shows_who_before_anything_is_written(studio, finished, course):
    answer = studio.post("/studio/certificate-issuing/", {"course": course.pk, "emails": "", "act": "look"})

    assert "Give 2 certificates" in answer.content.decode()
    assert Certificate.objects.count() == 0


def test_giving_by_address_reports_each_line(studio, finished, course, certificate, settings):
    settings.CELERY_TASK_ALWAYS_EAGER = True
    emails = "noor@example.com\n\nnobody@example.com\nSOFIA@example.com\nnoor@example.com"

    html = studio.post("/studio/certificate-issuing/", {"course": course.pk, "emails": emails}).content.decode()
    studio.post("/studio/certificate-issuing/", {"course": course.pk, "emails": emails, "act": "give"})

    for said in ("Line 3: Nobody here", "Line 4: Has this certificate already", "Line 5: Stands on the list twice"):
        assert said in html
    assert sorted(Certificate.objects.values_list("person__email", flat=True)) == [
        "noor@example.com",
        "sofia@example.com",
    ]


@pytest.mark.parametrize("act", ["look", "give"])
def test_giving_to_more_than_are_taken_at_once_is_refused_whole(act, studio, finished, course, settings):
    settings.CELERY_TASK_ALWAYS_EAGER = True
    emails = "noor@example.com\n" + "\n".join(f"person-{number}@example.com" for number in range(MOST_EMAILS))

    answer = studio.post("/studio/certificate-issuing/", {"course": course.pk, "emails": emails, "act": act})

    assert "This list has 1001 addresses, and at most 1000 are taken at once" in answer.content.decode()
    assert (answer.status_code, Certificate.objects.count()) == (422, 0)


def test_giving_to_a_list_is_the_workers(studio, finished, course, monkeypatch):
    asked = []
    monkeypatch.setattr("tenant_apps.certificates.studio.giving.issue_to.delay", lambda **named: asked.append(named))
    emails = "noor@example.com\nsofia@example.com"

    studio.post("/studio/certificate-issuing/", {"course": course.pk, "emails": emails, "act": "give"})

    assert (Certificate.objects.count(), set(asked[0]["people"])) == (0, {person.pk for person in finished})


def test_issue_to_goes_on_where_it_was_cut_off(finished, course, sofia):
    owner = register(email="alice@okafor.example", name="Alice", verified=True)
    actions.issue(person=sofia, course=course)
    people = [person.pk for person in finished]

    given = [actions.issue_to(course=course, people=people, by=owner) for _time in range(2)]

    assert (given, Certificate.objects.count()) == ([1, 0], 2)
    assert AuditEntry.objects.get(action="certificates.issued").data == {"course": course.title, "certificates": 1}


def test_issue_waiting_goes_on_where_it_was_cut_off(finished, course, sofia):
    actions.issue(person=sofia, course=course)

    given, again = actions.issue_waiting(course=course), actions.issue_waiting(course=course)

    assert (given, again) == (1, 0)
    assert Certificate.objects.get(person=finished[1]).issued_at == FINISHED


def test_withdrawal_wants_a_reason(studio, certificate):
    answer = studio.post(f"/studio/certificate-issuing/{certificate.key}/withdrawal/", {"reason": " "})

    certificate.refresh_from_db()
    assert (answer.status_code, certificate.is_valid) == (422, True)


def test_erasure_takes_the_name_off_every_certificate(studio, certificate):
    studio.post(f"/studio/certificate-issuing/{certificate.key}/erasure/")

    certificate.refresh_from_db()
    assert (certificate.name_on_it, certificate.person) == ("", None)
