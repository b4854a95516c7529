"""A learner keeps lessons on her device, goes where there is no line, and back; nobody after her finds anything."""

from playwright.sync_api import expect

from tests.journeys.stage import model
from tests.journeys.stage.site import Site
from tests.journeys.stage.visitor import Visitor
from tests.journeys.steps import play

COURSE = "/learn/off-the-grid/"
_KEPT = "caches.keys().then((names) => names.filter((name) => name.startsWith('place-pages-')).length)"
_WORDS = "indexedDB.databases().then((all) => all.filter(({ name }) => name.startsWith('place-')).length)"
_MAKE = """
import django
django.setup()
from marque.kit.tenancy.context import enter
from shared_apps.tenants.models import Tenant
from tenant_apps.courses import actions as courses
from tenant_apps.learning import actions as learning
from tenant_apps.materials import actions as materials
from tenant_apps.media.models import Asset
from tenant_apps.people.models import Person
with enter(Tenant.objects.prefetch_related("domains").get(slug="okafor").as_current()):
    course = courses.create_course(title="Off the grid", slug="off-the-grid")
    module = courses.add_module(course=course, title="One")
    for name in ("first", "second", "third"):
        courses.add_lesson(module=module, title=f"The {name} page", slug=name, body=f"<p>Words of the {name} page.</p>")
    film = courses.add_lesson(
        module=module, title="The film", slug="film", kind="video", asset=Asset.objects.films().order_by("size").first()
    )
    steps = courses.add_lesson(module=module, title="The steps", slug="steps", kind="project")
    materials.set_steps(lesson=steps, rows=[{"title": "Throw"}, {"title": "Trim"}])
    learning.set_film_terms(lesson=film, may_be_kept=True)
    learning.enrol(person=Person.objects.get(email="sofia@example.com"), course=course, source="journey")
"""


def test_a_course_is_read_and_finished_without_a_line(visit, site: Site) -> None:
    model.run(("-c", _MAKE), site.env)
    sofia: Visitor = visit().sign_in("sofia@example.com", then="/learn/")
    _keep(sofia)

    sofia.context.set_offline(True)
    _read_without_a_line(sofia)
    sofia.context.set_offline(False)

    sofia.go(f"{COURSE}first/")
    expect(sofia.page.locator(".notes-row textarea")).to_have_value("Written in a tunnel")
    sofia.reloads_until("1 of 5")
    # from another device: this one shows its own ticks before they are sent
    phone: Visitor = visit().sign_in("sofia@example.com", then="/learn/")
    phone.go(f"{COURSE}steps/")
    _is_ticked(phone)
    _nobody_else_finds_it(sofia)
    _forgive_the_tunnel(sofia)


def _keep(sofia: Visitor) -> None:
    sofia.go(COURSE)
    sofia.look("course, to be kept")
    sofia.waits_until("navigator.serviceWorker.ready.then(() => Boolean(navigator.serviceWorker.controller))")
    sofia.go(f"{COURSE}film/")
    sofia.click("Keep for offline")
    sofia.page.get_by_role("button", name="Keep it: 1 × lesson").click()
    sofia.sees("On this device:")
    for page in ("steps", "first"):
        sofia.go(f"{COURSE}{page}/")
        sofia.waits_until(f"{_KEPT}.then((many) => many === 1)")
        sofia.page.wait_for_timeout(1000)
    _is_whole(sofia)


def _read_without_a_line(sofia: Visitor) -> None:
    sofia.go(f"{COURSE}first/")
    sofia.sees("Words of the first page.")
    sofia.page.keyboard.press("w")
    sofia.page.locator(".notes-row textarea").fill("Written in a tunnel")
    sofia.page.locator("[data-part=close]").click()
    sofia.click("Done, next lesson")
    sofia.sees("Done, to be sent")
    sofia.go(f"{COURSE}steps/")
    sofia.click("Done: Trim")
    sofia.sees("It is sent when you are online again.")
    sofia.page.reload()
    _is_ticked(sofia)
    sofia.go(f"{COURSE}third/")
    sofia.sees("You are offline, and this page is not on this device.", "The film", "The first page")
    sofia.look("offline")
    sofia.follow("The film")
    play(sofia)
    sofia.waits_until("document.querySelector('lesson-video video').currentTime > 0.5")


def _is_whole(sofia: Visitor) -> None:
    """What comes last is there: the account menu, with the picture of its owner."""
    sofia.waits_until("Boolean(document.querySelector('img.avatar')?.complete)")


def _is_ticked(sofia: Visitor) -> None:
    """The second of two steps, and not the first."""
    for name, ticked in (("Trim", "true"), ("Throw", "false")):
        button = sofia.page.get_by_role("button", name=f"Done: {name}")
        expect(button).to_have_attribute("aria-pressed", ticked)


def _nobody_else_finds_it(sofia: Visitor) -> None:
    """Whoever has the device after her: first without her cookies, then signed in, then after signing out."""
    cookies = sofia.context.cookies()
    sofia.context.clear_cookies()
    sofia.context.set_offline(True)
    sofia.go(f"{COURSE}first/")
    sofia.sees("this page is not on this device", "Nothing is kept here yet")
    sofia.context.set_offline(False)
    sofia.sign_in("maren@okafor.example", then="/learn/")
    sofia.waits_until(f"{_WORDS}.then((many) => many <= 1)")
    _is_whole(sofia)
    sofia.context.set_offline(True)
    sofia.go(f"{COURSE}first/")
    sofia.sees("this page is not on this device", "Nothing is kept here yet")
    sofia.context.set_offline(False)

    sofia.context.clear_cookies()
    sofia.context.add_cookies(cookies)
    sofia.go(f"{COURSE}second/")
    sofia.waits_until(f"{_KEPT}.then((many) => many === 1)")
    sofia.click("Your account")
    sofia.click("Sign out")
    sofia.page.wait_for_url(lambda url: "/learn/" not in url)
    assert sofia.page.evaluate(_KEPT) == 0
    assert sofia.page.evaluate(_WORDS) == 0


def _forgive_the_tunnel(sofia: Visitor) -> None:
    """What could not be fetched without a line is part of the story."""
    sofia.noticed = [words for words in sofia.noticed if "INTERNET_DISCONNECTED" not in words]
