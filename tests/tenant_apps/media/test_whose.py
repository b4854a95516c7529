"""Whose files are: an author's own and their courses', and everything the team's."""

import json
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile

from marque.kit.lists import ListUnreadable
from marque.kit.tenancy.context import enter
from tenant_apps.accounts.models import Role
from tenant_apps.assessments.actions import Details, make_quiz, save_bank, write_question
from tenant_apps.assessments.sheets import LinesRefused, bring_in
from tenant_apps.assessments.studio.assignment_forms import ExampleForm
from tenant_apps.assessments.studio.forms import QuestionForm
from tenant_apps.courses import actions as courses
from tenant_apps.courses.studio.forms import LessonForm
from tenant_apps.learning.actions import set_angles
from tenant_apps.learning.forms import AngleForm
from tenant_apps.materials.models import Package
from tenant_apps.materials.studio.forms import PackageForm
from tenant_apps.media.actions import add_asset
from tenant_apps.media.models import Asset
from tenant_apps.media.whose import assets_of
from tests.tenant_apps.courses.factories import author, course, lesson, module

PDF = b"%PDF-1.7\nx"
MIMES = {"video": "video/mp4", "document": "application/zip", "image": "image/png"}


def a_file(by, title: str, kind: str = "video") -> Asset:
    """A row without a file behind it: nobody opens it here."""
    key = uuid4()
    return Asset.objects.create(
        key=key, title=title, kind=kind, content_type=MIMES[kind], size=1, sha256=key.hex, file=f"{key}", added_by=by
    )


@pytest.fixture
def cast(in_okafor) -> SimpleNamespace:
    """Ann and Ben are authors who share nothing; Sam answers questions, Alice owns the business."""
    ann, ben = author("ann@example.com"), author("ben@example.com")
    sam, alice = author("sam@example.com", Role.SUPPORT), author("alice@example.com", Role.OWNER)
    made = course("Colour", author=courses.teacher_of(ann))
    return SimpleNamespace(course=made, ann=ann, ben=ben, sam=sam, alice=alice)


def test_files_are_those_one_added_and_those_ones_courses_use(cast) -> None:
    home = module(cast.course)
    film = lesson(home, "Film", kind="video", asset=a_file(cast.alice, "played"))
    set_angles(lesson=film, rows=[{"asset": a_file(cast.alice, "other camera"), "label": "Hands"}])
    zipped = a_file(cast.alice, "package", "document")
    Package.objects.create(lesson=lesson(home, "Package", kind="scorm"), asset=zipped, edition="1.2")
    shown = Details(picture=a_file(cast.alice, "asked", "image"))
    quiz = make_quiz(lesson=lesson(home, "Quiz", kind="quiz"))
    write_question(quiz=quiz, text="Where?", kind="hot_spot", choices=[("Here", True, "1 1 9 9")], details=shown)
    for who in (cast.ann, cast.ben, None):
        a_file(who, f"of {who.name if who else 'nobody'}")

    seen = {name: {one.title for one in assets_of(getattr(cast, name))} for name in ("ann", "ben", "sam", "alice")}

    used = {"played", "other camera", "package", "asked"}
    assert (seen["ann"], seen["ben"]) == (used | {"of Ann"}, {"of Ben"})
    assert seen["sam"] == seen["alice"] == used | {"of Ann", "of Ben", "of nobody"}


def test_a_colleague_finds_changes_and_deletes_no_file(cast, client_for, okafor) -> None:
    film = a_file(cast.ann, "Of Ann")
    ben = client_for(okafor)
    ben.force_login(cast.ben, backend="allauth.account.auth_backends.AuthenticationBackend")

    lists = ["/studio/files/", "/studio/asset_chooser/results/", f"/studio/asset_chooser/chosen-multiple/?id={film.pk}"]
    bodies = [ben.get(path).content.decode() for path in lists]
    refused = [
        ben.get(f"/studio/asset_chooser/chosen/{film.pk}/"),
        ben.get(f"/studio/films/{film.key}/"),
        ben.post(f"/studio/films/{film.key}/chapters/", {"chapters": ""}),
        ben.post(f"/studio/films/{film.key}/captions/en/removal/"),
        ben.get(f"/studio/files/history/{film.pk}/"),
        ben.post(f"/studio/files/edit/{film.pk}/", {"title": "Of Ben"}),
        ben.post(f"/studio/files/delete/{film.pk}/"),
    ]

    assert [film.title in body for body in bodies] == [False, False, False]
    assert [answer.status_code for answer in refused] == [404] * len(refused)
    assert list(Asset.objects.values_list("title", flat=True)) == ["Of Ann"]


def test_a_film_is_shown_to_whoever_opened_its_page(cast, client_for, okafor) -> None:
    with enter(okafor):
        film = add_asset(file=ContentFile(PDF, name="a.pdf"), by=cast.ann)
        Asset.objects.filter(pk=film.pk).update(kind="video")
    ann, stranger = client_for(okafor), client_for(okafor)
    ann.force_login(cast.ann, backend="allauth.account.auth_backends.AuthenticationBackend")

    page = ann.get(f"/studio/films/{film.key}/").context["showing"]

    assert (ann.get(page.src).status_code, stranger.get(page.src).status_code) == (200, 403)


FORMS = {
    "lesson": (LessonForm, "asset", "video", "pk"),
    "camera": (AngleForm, "asset", "video", "pk"),
    "package": (PackageForm, "asset", "document", "pk"),
    "question": (QuestionForm, "picture", "image", "key"),
    "example": (ExampleForm, "asset", "image", "key"),
}


@pytest.mark.parametrize("name", FORMS)
def test_forms_take_no_file_of_somebody_else(name: str, cast) -> None:
    form, field, kind, by = FORMS[name]
    theirs, own = a_file(cast.ann, "Of Ann", kind), a_file(cast.ben, "Of Ben", kind)

    wrong = form({field: str(getattr(theirs, by))}, user=cast.ben)
    right = form({field: str(getattr(own, by))}, user=cast.ben)

    assert (field in wrong.errors, field in right.errors) == (True, False)


def test_a_lesson_that_asks_for_a_file_of_somebody_else_does_not_learn_its_name(cast, client_for, okafor) -> None:
    theirs = a_file(cast.ann, "Of Ann")
    made = course("Sound", author=courses.teacher_of(cast.ben))
    film = lesson(module(made), "Film", kind="video")
    ben = client_for(okafor)
    ben.force_login(cast.ben, backend="allauth.account.auth_backends.AuthenticationBackend")

    answer = ben.post(f"/studio/courses/{made.key}/lessons/{film.key}/", {"title": "Film", "asset": theirs.pk})

    film.refresh_from_db()
    assert ("Of Ann" in answer.content.decode(), film.asset) == (False, None)
    assert "asset" in answer.context["form"].errors


def test_a_line_of_a_file_names_no_picture_of_somebody_else(cast) -> None:
    theirs = a_file(cast.ann, "Of Ann", "image")
    line = f'question,kind,answers,picture\nWhere?,hot_spot,"* Here => 1 1 9 9",{theirs.key}\n'.encode()

    with pytest.raises((LinesRefused, ListUnreadable)):
        bring_in(bank=save_bank(title="Ben’s", by=cast.ben), content=line, by=cast.ben)


def test_the_same_file_of_two_authors_is_two(cast, client_for, okafor) -> None:
    first = add_asset(file=ContentFile(PDF, name="plan.pdf"), by=cast.ann)
    ben = client_for(okafor)
    ben.force_login(cast.ben, backend="allauth.account.auth_backends.AuthenticationBackend")

    chosen = ben.post(
        "/studio/asset_chooser/create/", {"title": "plan", "file": ContentFile(PDF, name="plan.pdf")}
    ).content
    again = add_asset(file=ContentFile(PDF, name="plan.pdf"), by=cast.ben)
    teams = add_asset(file=ContentFile(PDF, name="plan.pdf"), by=cast.alice)

    assert json.loads(chosen)["result"] == {"id": str(again.pk), "title": "plan (2)"} | {
        "edit_url": f"/studio/files/edit/{again.pk}/"
    }
    assert (again.added_by, teams, Asset.objects.count()) == (cast.ben, first, 2)
