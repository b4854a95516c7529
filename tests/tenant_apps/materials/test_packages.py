from __future__ import annotations

import json
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client

from marque.kit import clock
from marque.kit.tenancy.context import enter
from shared_apps.tenants.packages import package_host
from tenant_apps.assessments import gradebook
from tenant_apps.courses.folders.archive import BadArchive, Bomb
from tenant_apps.learning.models import LessonProgress, LessonScore
from tenant_apps.materials import actions
from tenant_apps.materials.models import Package, PackageRun
from tenant_apps.materials.scorm import kept, manifest, origin
from tenant_apps.media.actions import add_asset
from tenant_apps.media.models import Asset
from tests.tenant_apps.courses.factories import creator
from tests.tenant_apps.learning.factories import signed_in
from tests.tenant_apps.materials.factories import a_lesson, learner
from tests.tenant_apps.materials.packages import PAGE, V12, V2004, jug, zipped


def a_package(manifest_of: str = V12) -> Package:
    return actions.set_package(lesson=a_lesson("scorm"), asset=add_asset(file=jug(manifest_of)))


def v12(status: str = "completed", raw: str = "") -> dict:
    return {"cmi": {"core": {"lesson_status": status, "score": {"raw": raw}, "student_name": "Carol"}}}


def test_set_package_reads_scorm_12(in_okafor) -> None:
    made = a_package()

    assert (made.edition, made.title) == ("1.2", "The jug")
    assert made.parts == [{"id": "one", "title": "Handles", "href": "pages/index.html"}]


def test_set_package_reads_the_parts_of_scorm_2004(in_okafor) -> None:
    made = a_package(V2004)

    assert (made.edition, [part["href"] for part in made.parts]) == (
        "2004",
        ["pages/index.html", "pages/index.html?part=2"],
    )


BAD = [
    (zipped(**{"index.html": "x"}), manifest.NoPackage),
    (zipped(**{"jug/imsmanifest.xml": V12}), manifest.NoPackage),
    (zipped(**{"imsmanifest.xml": V12}), manifest.NothingToPlay),
    (zipped(**{"imsmanifest.xml": "<manifest>"}), manifest.Unreadable),
    (zipped(**{"imsmanifest.xml": '<!DOCTYPE a [<!ENTITY b "c">]><manifest/>'}), manifest.Unreadable),
    (jug(**{"../../etc/cron.d/x": "x"}), manifest.Tricky),
    (jug(**{"/etc/passwd": "x"}), manifest.Tricky),
    (jug(**{"zeros.bin": "0" * 30_000_000}), Bomb),
]


@pytest.mark.parametrize(("file", "refusal"), BAD, ids=lambda one: getattr(one, "__name__", ""))
def test_set_package_refuses(file, refusal, in_okafor) -> None:
    file.seek(0)
    lesson, asset = a_lesson("scorm"), add_asset(file=file)

    with pytest.raises(refusal):
        actions.set_package(lesson=lesson, asset=asset)

    lesson.refresh_from_db()
    assert (lesson.asset_id, Package.objects.count()) == (None, 0)


def test_set_package_of_what_is_no_zip_inside_is_refused(in_okafor) -> None:
    asset = add_asset(file=jug())
    asset.file.storage.open(asset.file.name, "wb").write(b"PK\x03\x04 cut short")

    with pytest.raises(BadArchive):
        actions.set_package(lesson=a_lesson("scorm"), asset=asset)


def test_zip_above_two_gigabytes_is_refused_before_it_is_sent(client_for, okafor) -> None:
    alice = creator(client_for, okafor)
    name = "filename anVnLnppcA=="  # jug.zip
    sent = {"Tus-Resumable": "1.0.0", "Upload-Length": str((2 << 30) + 1), "Upload-Metadata": name}

    answer = alice.post("/studio/films/uploads/", headers=sent)

    assert (answer.status_code, "The most for this kind of file is 2.0" in answer.content.decode()) == (413, True)


def test_keep_run_scores_and_finishes(in_okafor) -> None:
    package = a_package()
    carol = learner(package.lesson)

    actions.keep_run(package=package, enrolment=carol, part="one", said=v12("passed", "80"))

    assert LessonProgress.objects.get(enrolment=carol).completed_at
    assert LessonScore.objects.get(enrolment=carol).score == 80
    [row], _more = gradebook.page(package.lesson.course, gradebook.columns_of(package.lesson.course))
    assert row.total == 80


def test_keep_run_with_parts_left_goes_on(in_okafor) -> None:
    package = a_package(V2004)
    carol = learner(package.lesson)
    said = {"cmi": {"completion_status": "completed", "success_status": "unknown", "score": {"scaled": "0.5"}}}

    actions.keep_run(package=package, enrolment=carol, part="one", said=said)
    before = LessonProgress.objects.get().completed_at
    actions.keep_run(package=package, enrolment=carol, part="two", said=said)

    assert before is None
    assert LessonProgress.objects.get().completed_at


def test_keep_run_scores_the_mean_of_all_parts_and_not_the_first_alone(in_okafor) -> None:
    package = a_package(V2004)
    carol = learner(package.lesson)
    first, second = (
        {"cmi": {"completion_status": "completed", "success_status": "passed", "score": {"scaled": scaled}}}
        for scaled in ("0.9", "0.7")
    )

    actions.keep_run(package=package, enrolment=carol, part="one", said=first)
    before = LessonScore.objects.count()
    actions.keep_run(package=package, enrolment=carol, part="two", said=second)

    assert (before, LessonScore.objects.get().score) == (0, 80)


def test_keep_run_of_an_older_tab_takes_nothing_back(in_okafor) -> None:
    package = a_package()
    carol = learner(package.lesson)
    actions.keep_run(package=package, enrolment=carol, part="one", said=v12("passed", "80"))

    actions.keep_run(package=package, enrolment=carol, part="one", said=v12("incomplete", "10"))

    run = PackageRun.objects.get()
    assert (run.state, run.score) == ("passed", 80)


def test_keep_run_keeps_no_name(in_okafor) -> None:
    package = a_package()

    run = actions.keep_run(package=package, enrolment=learner(package.lesson), part="one", said=v12())

    assert "Carol" not in json.dumps(run.kept)


@pytest.mark.parametrize(
    ("score", "percent"),
    [({"raw": "40", "max": "50"}, 80), ({"raw": "15", "min": "10", "max": "20"}, 50), ({"raw": "900"}, 100)]
    + [({"raw": "nan"}, None), ({"raw": "1e999"}, None), ({"raw": "-5"}, 0), ({}, None), ("no", None)],
)
def test_kept_reads_a_score_as_a_percent(score, percent) -> None:
    assert kept.read("1.2", {"cmi": {"core": {"score": score}}}).score == percent


def test_kept_holds_what_jsonb_takes(in_okafor) -> None:
    said = json.loads(
        '{"cmi": {"suspend_data": "a\\u0000\\ud83d", "progress": NaN, "core": {"score": {"raw": 1e400}}}}'
    )

    told = kept.read("1.2", said)

    assert told.kept["cmi"] == {"suspend_data": "a\ufffd\ufffd", "progress": None, "core": {"score": {"raw": None}}}
    assert told.score is None


def nested(depth: int) -> dict:
    said: dict = {}
    for _level in range(depth):
        said = {"in": said}
    return said


@pytest.mark.parametrize(
    "said", [[], "text", None, {"cmi": {"suspend_data": "x" * 500_000}}, nested(900), nested(5000)]
)
def test_kept_refuses_what_is_too_much_or_no_data(said) -> None:
    with pytest.raises(kept.TooMuchKept):
        kept.read("1.2", said)


# the origin


@pytest.fixture
def played(okafor):
    """A package, and where it is played: host, path."""
    with enter(okafor):
        package = a_package()
        at = urlsplit(origin.place_of(package))
    return package, at.hostname, at.path


def ask(host: str, path: str, **headers: str):
    return Client(headers={"host": host} | headers).get(path)


def body(answer) -> bytes:
    return b"".join(answer.streaming_content)


def test_package_is_played_on_a_host_of_its_own_without_cookies(played, okafor) -> None:
    package, host, path = played

    answer = ask(host, f"{path}pages/index.html", cookie="session=stolen")

    assert (answer.status_code, answer["Content-Type"], body(answer).decode()) == (200, "text/html", PAGE)
    assert (host, answer.cookies) == (package_host(package.asset.key), {})
    assert f"frame-ancestors 'self' http://{okafor.domain}" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer


def test_package_is_sent_in_ranges(played) -> None:
    _package, host, path = played

    answer = ask(host, f"{path}pages/a.txt", range="bytes=3-5")

    assert (answer.status_code, body(answer), answer["Content-Range"]) == (206, b"345", "bytes 3-5/10")


@pytest.mark.parametrize(
    "path", ["imsmanifest.xml/../../x", "../../../etc/passwd", "-/settings.py", "-/../pages/index.html", "nothing.html"]
)
def test_nothing_else_is_there(path: str, played) -> None:
    _package, host, place = played

    assert ask(host, place + path).status_code == 404


def test_another_host_opens_nothing_with_the_same_token(played, okafor) -> None:
    _package, host, path = played
    elsewhere = "0" * 32 + ".content.localhost"

    assert ask(elsewhere, f"{path}pages/index.html").status_code == 404
    assert ask(okafor.domain, f"{path}pages/index.html").status_code == 404


def test_no_page_of_a_business_is_on_that_host(played) -> None:
    _package, host, _path = played

    assert [ask(host, path).status_code for path in ("/", "/learn/", "/studio/", "/accounts/login/")] == [404] * 4


def test_a_token_of_one_business_opens_nothing_in_another(played, other) -> None:
    _package, host, path = played
    _empty, _tenant, token, _rest = path.split("/", 3)

    assert ask(host, f"/{other.id.hex}/{token}/pages/index.html").status_code == 403


def test_a_token_ends(played) -> None:
    _package, host, path = played

    with clock.fixed(clock.now() + timedelta(hours=13)):
        assert ask(host, f"{path}pages/index.html").status_code == 403


# the lesson


@pytest.fixture
def carol(client_for, okafor):
    client = signed_in(client_for, okafor)
    with enter(okafor):
        package = a_package()
        learner(package.lesson)
    return client, package, f"/learn/{package.lesson.course.slug}/{package.lesson.slug}/"


def test_lesson_frames_its_package_alone(carol) -> None:
    client, package, url = carol

    page = client.get(url)

    assert f"frame-src http://{package_host(package.asset.key)}" in page["Content-Security-Policy"]
    assert "scorm-player" in page.content.decode()


def test_run_is_kept_and_given_back(carol) -> None:
    client, _package, url = carol
    said = {"cmi": {"core": {"lesson_status": "incomplete", "lesson_location": "page seven"}}}

    answer = client.post(f"{url}package/", {"part": "one", "kept": said}, content_type="application/json")

    assert (answer.status_code, answer.json()["finished"]) == (200, False)
    assert "page seven" in client.get(url).content.decode()


@pytest.mark.parametrize(
    ("sent", "status"),
    [("{", 400), ("[]", 400), ('{"part": "forged", "kept": {}}', 409), ('{"part": "one", "kept": 1}', 409)],
)
def test_run_that_is_forged_is_refused(sent: str, status: int, carol, okafor) -> None:
    client, _package, url = carol

    assert client.post(f"{url}package/", sent, content_type="application/json").status_code == status
    with enter(okafor):
        assert not PackageRun.objects.exists()


def test_studio_takes_a_package_and_keeps_no_zip_that_is_none(client_for, okafor) -> None:
    alice = creator(client_for, okafor)
    with enter(okafor):
        lesson = a_lesson("scorm")
    url = f"/studio/courses/{lesson.course.key}/lessons/{lesson.key}/package/"

    refused = alice.post(url, {"file": zipped(**{"index.html": "x"})})
    taken = alice.post(url, {"file": jug()})

    assert (refused.status_code, "no imsmanifest.xml" in refused.content.decode()) == (422, True)
    assert taken.status_code == 302
    with enter(okafor):
        assert [asset.lessons.get().package.title for asset in Asset.objects.filter(title="jug")] == ["The jug"]
