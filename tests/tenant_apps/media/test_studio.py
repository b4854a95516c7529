import json

import pytest
from django.core.files.base import ContentFile
from wagtail.models import ReferenceIndex

from tenant_apps.accounts.actions import assign_role, register
from tenant_apps.accounts.models import Role, User
from tenant_apps.media.actions import add_asset
from tenant_apps.media.models import Asset
from tests.tenant_apps.courses.factories import course, lesson, module

PDF = b"%PDF-1.7\nx"


@pytest.fixture
def studio(client_for, okafor, in_okafor):
    def sign_in(role):
        user = register(email="bob@okafor.example", name="Bob", verified=True)
        assign_role(user=user, role=role, by=None)
        browser = client_for(okafor)
        browser.force_login(user)
        return browser

    return sign_in


def test_files_owner_adds_lists_renames_and_removes(studio):
    browser = studio(Role.OWNER)

    added = browser.post("/studio/files/new/", {"file": ContentFile(PDF, name="workbook.pdf"), "title": ""})
    asset = Asset.objects.get()
    listed = browser.get("/studio/files/").content.decode()
    browser.post(f"/studio/files/edit/{asset.pk}/", {"title": "The workbook"})
    asset.refresh_from_db()
    removed = browser.post(f"/studio/files/delete/{asset.pk}/")

    assert (added.status_code, removed.status_code, asset.title) == (302, 302, "The workbook")
    assert asset.added_by.email == "bob@okafor.example"
    assert "workbook" in listed
    assert not Asset.objects.exists()


def test_a_file_in_use_says_where_and_stays(studio):
    browser = studio(Role.OWNER)
    asset = add_asset(file=ContentFile(PDF, name="workbook.pdf"), title="Workbook")
    lesson(module(course()), "Worksheet", kind="download", asset=asset)
    ReferenceIndex.objects.all().delete()  # as after a manifest, a fork or a restore

    usage = browser.get(f"/studio/files/usage/{asset.pk}/").content.decode()
    asked = browser.get(f"/studio/files/delete/{asset.pk}/").content.decode()
    refused = browser.post(f"/studio/files/delete/{asset.pk}/")

    assert ("Worksheet" in usage, "Lesson" in usage) == (True, True)
    assert "Yes, delete" not in asked
    assert refused.status_code == 302
    assert Asset.objects.filter(pk=asset.pk).exists()


def test_files_refused_file_says_why_beside_the_field(studio):
    answer = studio(Role.OWNER).post("/studio/files/new/", {"file": ContentFile(b"<svg/>", name="logo.svg")})

    assert answer.status_code == 200
    assert "SVG files can carry scripts" in answer.content.decode()
    assert not Asset.objects.exists()


def test_chooser_lists_one_kind_and_takes_an_upload(studio, film_bytes):
    browser = studio(Role.AUTHOR)
    bob = User.objects.get(email="bob@okafor.example")
    add_asset(file=ContentFile(PDF, name="paper.pdf"), title="A paper", by=bob)
    add_asset(file=ContentFile(film_bytes, name="film.mp4"), title="A film", by=bob)

    films = browser.get("/studio/asset_chooser/results/", {"kind": "video"}).content.decode()
    form = {"asset_chooser-create-title": "x", "title": "Second", "file": ContentFile(PDF + b"2", name="b.pdf")}
    chosen = json.loads(browser.post("/studio/asset_chooser/create/", form).content)

    assert "A film" in films and "A paper" not in films
    assert (chosen["step"], chosen["result"]["title"]) == ("chosen", "Second")


@pytest.mark.parametrize("role", [Role.LEARNER, Role.SUPPORT])
def test_files_others_may_not_add(studio, role):
    answer = studio(role).post("/studio/files/new/", {"file": ContentFile(PDF, name="a.pdf")})

    assert answer.status_code in (302, 403)
    assert not Asset.objects.exists()


def test_chooser_finds_by_words_of_the_title_the_newest_first(studio):
    browser = studio(Role.OWNER)
    for number, title in enumerate(("Old film", "Paper", "New film")):
        add_asset(file=ContentFile(PDF + str(number).encode(), name="a.pdf"), title=title)

    every = browser.get("/studio/asset_chooser/results/").content.decode()
    found = browser.get("/studio/asset_chooser/results/", {"q": "FILM"}).content.decode()
    zips = browser.get("/studio/asset_chooser/results/", {"content_type": "application/zip"}).content.decode()

    assert every.index("New film") < every.index("Paper") < every.index("Old film")
    assert [title in found for title in ("Old film", "New film", "Paper")] == [True, True, False]
    assert "film" not in zips


def test_forms_that_take_a_file_hold_none_of_them(studio, okafor):
    browser, made = studio(Role.OWNER), course()
    home = module(made)
    film, package = lesson(home, "Film", kind="video"), lesson(home, "Package", kind="scorm")
    for number in range(3):
        add_asset(file=ContentFile(PDF + str(number).encode(), name="a.pdf"), title=f"Quagga {number}")
    Asset.objects.filter(title="Quagga 0").update(kind="video")
    Asset.objects.filter(title="Quagga 1").update(content_type="application/zip")
    root = f"/studio/courses/{made.key}/lessons"

    pages = [browser.get(f"{root}/{film.key}/film/"), browser.get(f"{root}/{package.key}/package/")]

    assert [answer.status_code for answer in pages] == [200, 200]
    bodies = [answer.content.decode() for answer in pages]
    assert ["Quagga" in body for body in bodies] == [False, False]
    assert "?kind=video" in bodies[0] and "content_type=application%2Fzip" in bodies[1]
