import json

import pytest
from django.core.files.base import ContentFile

from tenant_apps.accounts.actions import assign_role, register
from tenant_apps.accounts.models import Role, User
from tenant_apps.media.actions import add_asset
from tenant_apps.media.models import Asset

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
