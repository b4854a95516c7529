"""A course as a file, and back."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from marque.kit.tenancy.context import enter
from tenant_apps.courses import actions, queries, rules
from tenant_apps.courses.models import Course, Lesson
from tenant_apps.courses.packages.packing import checksum
from tenant_apps.courses.packages.reading import BadPackage, NewerPackage
from tenant_apps.media import actions as media
from tenant_apps.media.models import Asset
from tests.tenant_apps.assessments.factories import quiz
from tests.tenant_apps.courses.factories import course, lesson, module, package_of, waits_for


def whole() -> Course:
    made = course("The Second Number")
    home = module(made, "Home")
    first = lesson(home, "First", body="<p>Say <b>it</b>.</p>", minutes=4)
    sheet = media.add_asset(file=SimpleUploadedFile("sheet.txt", b"One line."))
    second = lesson(home, "Second", kind="download", asset=sheet)
    actions.set_rule(part=second, rule=waits_for(first))
    quiz(questions=2, of=made)
    return made


def packed(tmp_path: Path, of: Course, change=lambda told: None) -> Path:
    path = tmp_path / "a.course.zip"
    with zipfile.ZipFile(io.BytesIO(package_of(of))) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "course.json":
                told = json.loads(text)
                change(told)
                text = json.dumps(told).encode()
            new.writestr(name, text)
    return path


def layout(of: Course) -> list[tuple[str, list[str]]]:
    return [(part.module.title, [one.title for one in part.lessons]) for part in queries.outline(of, drafts=True)]


def test_package_makes_the_same_course_in_another_business(okafor, other, tmp_path) -> None:
    with enter(okafor):
        path, before = packed(tmp_path, of := whole()), layout(of)

    with enter(other):
        made = actions.import_course(path=path)
        second = Lesson.objects.get(title="Second")
        awaited = [each.key for each in rules.conditions(second.rule)]
        assert (layout(made), made.is_published, second.asset.file.read()) == (before, False, b"One line.")
        assert awaited == [str(Lesson.objects.get(title="First").key)]
        assert Lesson.objects.get(kind="quiz").quiz.questions.count() == 2


@pytest.mark.usefixtures("in_okafor")
def test_package_in_the_same_business_is_another_course_with_the_same_files(tmp_path) -> None:
    of = whole()
    path = packed(tmp_path, of)

    first, second = actions.import_course(path=path), actions.import_course(path=path)

    assert [one.slug for one in (of, first, second)] == [
        "the-second-number",
        "the-second-number-2",
        "the-second-number-3",
    ]
    assert (Asset.objects.count(), first.product_id != of.product_id) == (1, True)


def _body(told) -> None:
    for record in told["records"]:
        if record[2].get("title") == "First":
            record[2]["body"] = '<p onclick="x()">Hi<script>alert(1)</script> <a href="javascript:x()">you</a></p>'
    told["checksum"] = checksum(told["records"])


@pytest.mark.usefixtures("in_okafor")
def test_package_brings_no_scripts(tmp_path) -> None:
    path = packed(tmp_path, whole(), _body)

    made = actions.import_course(path=path)

    body = made.lessons.get(title="First").body
    assert not any(word in body for word in ("script", "onclick"))


def _foreign(told) -> None:
    told["records"].append(["accounts.RoleAssignment", "00000000-0000-4000-8000-000000000001", {"role": "owner"}])
    told["checksum"] = checksum(told["records"])


def _no_course(told) -> None:
    told["records"] = [record for record in told["records"] if record[0] != "courses.Course"]
    told["checksum"] = checksum(told["records"])


def _torn(told) -> None:
    lesson = next(record for record in told["records"] if record[0] == "courses.Lesson")
    lesson[2]["body"] = "<ul><li>" * 400
    told["checksum"] = checksum(told["records"])


def _nonsense(told) -> None:
    for record in told["records"]:
        record[2]["minutes"] = "many"
    told["checksum"] = checksum(told["records"])


@pytest.mark.usefixtures("in_okafor")
@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (lambda told: told.update(version=99), NewerPackage),
        (lambda told: told.update(format="other"), BadPackage),
        (lambda told: told["records"][0][2].update(title="Changed"), BadPackage),
        (lambda told: told["files"][0].update(size=1), BadPackage),
        (lambda told: told["files"][0].update(sha256="0" * 64), BadPackage),
        (lambda told: told["files"][0].pop("path"), BadPackage),
        (_foreign, BadPackage),
        (_no_course, BadPackage),
        (_nonsense, BadPackage),
        (_torn, BadPackage),
        (lambda told: told["files"][0].update(path=["a"]), BadPackage),
    ],
)
def test_package_that_was_tampered_with_makes_nothing(change, refusal, tmp_path) -> None:
    path = packed(tmp_path, whole(), change)
    Asset.objects.update(title="Renamed since")

    with pytest.raises(refusal):
        actions.import_course(path=path)

    assert Course.objects.count() == 1
