"""A learner hands in a picture, gets it back with a pin, hands in again and passes."""

from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.stage import model
from tests.journeys.stage.site import Site
from tests.journeys.stage.studio import look_at
from tests.journeys.stage.visitor import Visitor
from tests.tenant_apps.assessments.assigned import picture

OWNER, LEARNER, PLACE = "maren@okafor.example", "sofia@example.com", "/learn/a-jug-in-light/paint-a-jug/"

_LESSON = """
import django
django.setup()
from marque.kit.tenancy.context import enter
from shared_apps.tenants.models import Tenant
from tenant_apps.courses import actions as courses
from tenant_apps.learning import actions as learning
from tenant_apps.people.models import Person
with enter(Tenant.objects.prefetch_related("domains").get(slug="okafor").as_current()):
    course = courses.create_course(title="A jug in light", slug="a-jug-in-light")
    module = courses.add_module(course=course, title="One")
    courses.add_lesson(module=module, title="Paint a jug", kind="assignment", body="<p>One jug, one light.</p>")
    learning.enrol(person=Person.objects.get(email="sofia@example.com"), course=course, source="journey")
"""


def test_a_picture_is_handed_in_pinned_returned_and_passed(visit, site: Site, post, tmp_path: Path) -> None:
    model.run(("-c", _LESSON), site.env)
    for name, colour in (("first.png", "#7a1f3d"), ("second.png", "#0f4d3f")):
        (tmp_path / name).write_bytes(picture(colour, size=(900, 600)).read())
    (tmp_path / "third.png").write_bytes(b"MZ" + b"\0" * 4000)
    maren: Visitor = visit().sign_in(OWNER, then="/studio/")
    _ask_for_it(maren)

    sofia: Visitor = visit().sign_in(LEARNER, then="/learn/")
    _hand_in(sofia, tmp_path)
    _return_it(maren)
    assert "Returned for another try: Paint a jug" in str(post.letter(LEARNER, "Returned for another try")["Subject"])
    _hand_in_again(sofia, tmp_path)
    _pass_it(maren)
    sofia.go(PLACE)
    sofia.sees("Passed", "One light, well seen.")
    sofia.look("assignment, passed")
    _is_in_the_gradebook(maren)


def _ask_for_it(maren: Visitor) -> None:
    maren.go("/studio/courses/")
    maren.follow("A jug in light")
    maren.page.get_by_role("link", name="Paint a jug").first.click()
    maren.follow("Edit the assignment")
    maren.follow("Add a criterion")
    maren.fill(What_is_looked_at="Light", Level_1="Strong", Points_of_level_1="4", Level_2="Weak")
    maren.page.get_by_label("Points of level 2").fill("0")
    look_at(maren, "studio, criterion")
    maren.click("Save criterion")
    maren.sees("Saved the criterion.")
    look_at(maren, "studio, assignment")


def _hand_in(sofia: Visitor, folder: Path) -> None:
    sofia.go(PLACE)
    sofia.look("assignment, new")
    with sofia.expecting(422):
        sofia.page.set_input_files("#work-file", folder / "third.png")
        sofia.sees("Its content is a Windows program")
    sofia.page.set_input_files("#work-file", folder / "first.png")
    expect(sofia.page.locator(".works li")).to_have_count(1)
    sofia.page.get_by_label("A word about it").fill("My first jug.")
    sofia.sees("Draft kept.")
    sofia.page.reload()
    expect(sofia.page.get_by_label("A word about it")).to_have_value("My first jug.")
    sofia.look("assignment, draft")
    sofia.click("Hand in")
    sofia.sees("It waits to be looked at.")
    sofia.look("assignment, handed in")


def _return_it(maren: Visitor) -> None:
    maren.go("/studio/submissions/")
    look_at(maren, "studio, work to review")
    maren.page.locator("tr", has_text="Paint a jug").filter(has_text="Sofia Brandt").get_by_role("link").first.click()
    picture_box = maren.page.locator(".pinned-in")
    picture_box.click(position={"x": 60, "y": 40})
    expect(maren.page.get_by_label("Remark")).to_be_focused()
    maren.page.get_by_label("Remark").fill("Softer here.")
    maren.click("Put the pin")
    expect(maren.page.locator(".pin-list li")).to_have_count(1)
    cross = maren.page.get_by_role("slider", name="Place of the new pin")
    cross.focus()
    cross.press("Shift+ArrowRight")
    cross.press("Enter")
    maren.page.keyboard.type("And darker there.")
    maren.click("Put the pin")
    expect(maren.page.locator(".pin-list li")).to_have_count(2)
    look_at(maren, "studio, a work with pins")
    maren.page.get_by_label("Weak").check()
    maren.page.get_by_label("Words to the learner").fill("Look at the shadow again.")
    maren.click("Return for another try")
    maren.sees("Returned for another try. The learner gets an email.")


def _hand_in_again(sofia: Visitor, folder: Path) -> None:
    sofia.go(PLACE)
    sofia.sees("Returned for another try", "Look at the shadow again.", "Softer here.")
    sofia.look("assignment, returned")
    sofia.page.get_by_role("link", name="Pin 1: Softer here.").focus()
    sofia.page.keyboard.press("Enter")
    assert "#pin-" in sofia.page.url
    sofia.page.set_input_files("#work-file", folder / "second.png")
    expect(sofia.page.locator(".works li")).to_have_count(1)
    sofia.click("Hand in again")
    sofia.sees("It waits to be looked at.")


def _pass_it(maren: Visitor) -> None:
    maren.go("/studio/submissions/")
    maren.page.locator("tr", has_text="Paint a jug").filter(has_text="Sofia Brandt").get_by_role("link").first.click()
    maren.page.get_by_label("Strong").check()
    maren.page.get_by_label("Words to the learner").fill("One light, well seen.")
    maren.page.get_by_role("button", name="Pass", exact=True).click()
    maren.sees("Passed. The learner gets an email.")


def _is_in_the_gradebook(maren: Visitor) -> None:
    maren.go("/studio/courses/")
    maren.follow("A jug in light")
    maren.follow("Grades")
    expect(maren.page.locator("tr", has_text="Sofia Brandt")).to_contain_text("100")
    look_at(maren, "studio, grades")
    maren.follow("Sofia Brandt")
    look_at(maren, "studio, grades of a learner")
