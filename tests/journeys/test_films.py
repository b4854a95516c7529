"""A creator uploads a film over a bad line, gives it captions and chapters; a learner watches it to its end, works
every control of its player, and sees it once more without a line."""

from pathlib import Path

from playwright.sync_api import Route, expect

from tests.journeys.stage import model
from tests.journeys.stage.site import Site
from tests.journeys.stage.studio import look_at
from tests.journeys.stage.visitor import Visitor
from tests.journeys.steps import play
from tests.journeys.watching import FILM, work_the_player
from tests.tenant_apps.media.films import draw

OWNER, TITLE, OTHER = "maren@okafor.example", "A film for everyone", "From the left"
COURSE = "/learn/lights-out/"
SAID = "WEBVTT\n\n00:00.200 --> 00:02.000\nThe first number\n\n00:02.000 --> 00:05.000\nis a question\n"
_AT = f"{FILM}.currentTime"

_LESSON = """
import django
django.setup()
from marque.kit.tenancy.context import enter
from shared_apps.tenants.models import Tenant
from tenant_apps.courses import actions as courses
from tenant_apps.learning import actions as learning
from tenant_apps.media.models import Asset
from tenant_apps.people.models import Person
with enter(Tenant.objects.prefetch_related("domains").get(slug="okafor").as_current()):
    course = courses.create_course(title="Lights out", slug="lights-out")
    module = courses.add_module(course=course, title="One")
    film = Asset.objects.get(title="A film for everyone")
    two = courses.add_lesson(module=module, title="Two cameras", slug="two-cameras", kind="video", asset=film)
    side = Asset.objects.get(title="From the left")
    learning.set_angles(lesson=two, rows=[{"asset": side, "label": "From the left"}])
    lesson = courses.add_lesson(module=module, title="Film", slug="film", kind="video", asset=film)
    learning.set_film_terms(lesson=lesson, least_percent=90, names_viewer=True, may_be_kept=True)
    learning.enrol(person=Person.objects.get(email="sofia@example.com"), course=course, source="journey")
"""


def test_a_film_is_uploaded_prepared_and_watched(visit, site, tmp_path: Path) -> None:
    film = draw(tmp_path / f"{TITLE}.mp4", seconds=5)
    other = draw(tmp_path / f"{OTHER}.mp4", seconds=5, size="480x360")
    maren: Visitor = visit().sign_in(OWNER, then="/studio/")
    with site.encoding():
        address = _upload_over_a_bad_line(maren, film)
        _describe(maren, address, tmp_path)
        beside = _upload(maren, other)
        for place in (address, beside):
            maren.go(place)
            expect(maren.page.get_by_text("Ready", exact=True)).to_be_visible(timeout=180_000)
            expect(maren.page.get_by_text("360p")).to_be_visible()

    lesson, sofia = _make_lesson(site), visit()
    _watch(sofia, lesson)
    work_the_player(sofia, f"{COURSE}two-cameras/")
    _watch_without_a_line(sofia, lesson)


def _upload_over_a_bad_line(maren: Visitor, film: Path) -> str:
    maren.go("/studio/films/new/")
    look_at(maren, "studio, upload films")
    broken: list[str] = []

    def break_once(route: Route) -> None:
        if route.request.method == "PATCH" and not broken:
            broken.append(route.request.url)
            return route.abort()
        return route.continue_()

    maren.page.route("**/studio/films/uploads/*/", break_once)
    address = _upload(maren, film)
    maren.page.unroute("**/studio/films/uploads/*/")
    maren.noticed = [words for words in maren.noticed if "uploads" not in words]
    assert broken
    return address


def _upload(maren: Visitor, film: Path) -> str:
    maren.go("/studio/films/new/")
    maren.page.set_input_files("#film-files", film)
    maren.page.get_by_role("link", name="Added. Open it").click()
    expect(maren.page.get_by_role("heading", level=1, name=film.stem)).to_be_visible()
    return maren.page.url


def _describe(maren: Visitor, address: str, folder: Path) -> None:
    (folder / "en.vtt").write_text(SAID)
    (folder / "wrong.vtt").write_text("no captions at all")
    maren.page.set_input_files("input[name=file]", folder / "wrong.vtt")
    with maren.expecting(422):
        maren.click("Add captions")
        maren.sees("A WebVTT file begins with the word WEBVTT")
    maren.go(address)
    maren.page.set_input_files("input[name=file]", folder / "en.vtt")
    maren.click("Add captions")
    maren.sees("Saved the captions in English.")
    maren.fill(Chapters="0:00 Why\n0:03 Afterwards")
    maren.click("Save chapters")
    maren.sees("Saved the chapters.")
    look_at(maren, "studio, a film")


def _make_lesson(site: Site) -> str:
    """A course of its own, which no other journey walks."""
    model.run(("-c", _LESSON), site.env)
    return f"{COURSE}film/"


def _watch(learner: Visitor, lesson: str) -> None:
    learner.sign_in("sofia@example.com", then="/learn/")
    kinds: list[str] = []
    learner.context.on("response", lambda answer: kinds.append(answer.headers.get("content-type", "")))
    learner.go(lesson)
    learner.look("lesson, prepared film")
    learner.sees("once you have watched 90 % of the film. You have seen 0 %.")
    learner.click("Mark as done")
    learner.sees("Watch at least 90 % of the film to finish this lesson. You have seen 0 % so far.")

    play(learner)
    learner.waits_until(f"{_AT} > 0.6")
    expect(learner.page.locator(".video-cap")).to_contain_text("The first number")
    assert "application/vnd.apple.mpegurl" in kinds and "text/vtt; charset=utf-8" in kinds
    expect(learner.page.locator("[data-part=chapter]")).to_have_text("Why")
    expect(learner.page.locator(".video-mark")).to_contain_text("sofia@example.com")
    learner.page.get_by_text("Transcript").click()
    learner.page.get_by_label("Search the transcript").fill("question")
    expect(learner.page.locator("film-transcript li:visible")).to_have_count(1)
    with learner.page.expect_response("**/learn/played/*") as told:
        learner.waits_until("document.querySelector('lesson-video video').ended")
    assert told.value.status == 204
    learner.look("lesson, transcript")
    learner.click("Mark as done")
    learner.page.wait_for_url(f"**{COURSE}two-cameras/")  # which is not done


def _watch_without_a_line(sofia: Visitor, lesson: str) -> None:
    """What was prepared is kept in parts, and plays from the device."""
    sofia.go(lesson)
    sofia.waits_until("navigator.serviceWorker.ready.then(() => Boolean(navigator.serviceWorker.controller))")
    sofia.click("Keep for offline")
    sofia.page.get_by_role("button", name="Keep it: 1 × lesson").click()
    sofia.sees("On this device:")
    kinds: list[str] = []
    sofia.context.on("response", lambda answer: kinds.append(answer.headers.get("content-type", "")))
    with sofia.offline():
        sofia.go(lesson)
        play(sofia)
        sofia.waits_until(f"{_AT} > 1")
        expect(sofia.page.locator(".video-cap")).to_contain_text("The first number")
    assert "application/vnd.apple.mpegurl" in kinds
    sofia.noticed = [words for words in sofia.noticed if "INTERNET_DISCONNECTED" not in words]
