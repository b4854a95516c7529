"""A creator connects Mux and sends a film there; a learner watches it in Mux's own player, second by second."""

from pathlib import Path

from playwright.sync_api import expect

from tests.doubles.mux.keys import keys
from tests.journeys.stage import model
from tests.journeys.stage.site import Site
from tests.journeys.stage.studio import look_at
from tests.journeys.stage.visitor import Visitor
from tests.tenant_apps.media.films import draw

OWNER, TITLE, PAGE = "maren@okafor.example", "From far away", "/studio/settings/films/"
LESSON, SECONDS = "/learn/at-a-distance/film/", 6
_AT = "document.querySelector('mux-player').currentTime"

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
    course = courses.create_course(title="At a distance", slug="at-a-distance")
    module = courses.add_module(course=course, title="One")
    film = Asset.objects.get(title="From far away")
    lesson = courses.add_lesson(module=module, title="Film", slug="film", kind="video", asset=film)
    learning.set_film_terms(lesson=lesson, least_percent=80)
    learning.enrol(person=Person.objects.get(email="sofia@example.com"), course=course, source="journey")
"""


def test_a_film_goes_to_mux_and_is_watched_there(visit, site: Site, tmp_path: Path) -> None:
    film = draw(tmp_path / f"{TITLE}.mp4", seconds=SECONDS)
    site.mux.screen.show(film, tmp_path / "parts")
    maren: Visitor = visit().sign_in(OWNER, then="/studio/")
    _connect(maren)
    try:
        _send(maren, site, film)
        model.run(("-c", _LESSON), site.env)
        _watch(visit().sign_in("sofia@example.com", then="/learn/"), site)
    finally:
        maren.go(PAGE)
        maren.click("Keep new films here")
    maren.sees("Saved. Films stay here from now on.")


def _connect(maren: Visitor) -> None:
    maren.go(PAGE)
    labels = ("Access token ID", "Access token secret", "Signing key ID", "Signing key, private key")
    for label, value in zip((*labels, "Webhook signing secret"), keys().values(), strict=True):
        maren.page.get_by_label(label, exact=True).fill(value)
    maren.click("Try and keep")
    maren.sees("Mux is connected. Now have films sent there.")
    maren.click("Send new films to Mux")
    maren.sees("Saved. Films you upload from now on go there.")
    look_at(maren, "studio, films at a host")


def _send(maren: Visitor, site: Site, film: Path) -> None:
    """From the browser straight to Mux; what becomes of it there, its webhooks tell."""
    maren.go("/studio/films/new/")
    maren.page.set_input_files("#film-files", film)
    maren.page.get_by_role("link", name="Added. Open it").click()
    maren.page.wait_for_url("**/studio/films/*/")
    maren.sees("On its way to the host, or being prepared there.")
    look_at(maren, "studio, a film on its way to a host")
    (asset,) = site.mux.books.assets
    assert [bytes(sent) for sent in site.mux.books.here.values()] == [film.read_bytes()]
    site.mux.books.prepare(asset, seconds=SECONDS)
    assert set(site.tell_of_films("okafor")) == {200}
    maren.reloads_until("Ready")


def _watch(sofia: Visitor, site: Site) -> None:
    page = sofia.page
    sofia.go(LESSON)
    sofia.waits_until("document.querySelector('mux-player:defined')?.readyState > 0")
    sofia.look("lesson, film at a host")
    sofia.click("Mark as done")
    sofia.sees("Watch at least 80 % of the film to finish this lesson. You have seen 0 % so far.")
    page.locator("mux-player").get_by_role("button", name="play").first.click()
    sofia.waits_until(f"{_AT} > 2.5")
    with page.expect_response("**/learn/played/*") as told:
        page.keyboard.press("k")
    assert told.value.status == 204
    stopped = page.evaluate(_AT)
    page.keyboard.press("w")
    expect(page.locator(".notes-row [data-part=jump]")).to_have_text("0:02")
    sofia.click("Close the notes")

    page.reload()
    sofia.waits_until(f"Math.abs({_AT} - {stopped}) < 1.5")
    with page.expect_response("**/learn/played/*"):
        page.keyboard.press("k")
        sofia.waits_until("document.querySelector('mux-player').ended")
    asked = {call.path.rpartition(".")[2] for call in site.mux.calls if call.path.startswith("/parts/")}
    assert asked == {"m3u8", "ts"}
    sofia.click("Mark as done")
    page.wait_for_url("**/learn/at-a-distance/")
