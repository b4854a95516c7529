"""Noa writes for Maren's school: her correction of a live lesson waits beside it until Maren has read it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.journeys.stage import model
from tests.journeys.stage.post import PostOffice
from tests.journeys.stage.site import Site
from tests.journeys.stage.studio import look_at
from tests.journeys.stage.visitor import Visitor

OWNER, NOA, LEARNER = "maren@okafor.example", "noa@authors.example", "sofia@example.com"
LESSON = "/learn/reading-a-contract/the-first-clause/"

_SCHOOL = """
import django
django.setup()
from marque.kit.tenancy.context import enter
from shared_apps.tenants.models import Tenant
from tenant_apps.accounts.actions import assign_role, register
from tenant_apps.accounts.models import Role, User
from tenant_apps.courses import actions as courses
from tenant_apps.learning import actions as learning
from tenant_apps.people.models import Person
with enter(Tenant.objects.prefetch_related("domains").get(slug="okafor").as_current()):
    noa = register(email="noa@authors.example", name="Noa Lind", password={password!r}, verified=True)
    assign_role(user=noa, role=Role.AUTHOR, by=None)
    course = courses.create_course(
        title="Reading a contract", slug="reading-a-contract", author=courses.teacher_of(User.objects.get(pk=noa.pk))
    )
    module = courses.add_module(course=course, title="One")
    courses.add_lesson(module=module, title="The first clause", body="<p>Read the old clause twice.</p>")
    courses.publish_course(course=course)
    place = learning.enrol(person=Person.objects.get(email="sofia@example.com"), course=course, source="journey")
    learning.complete_lesson(enrolment=place, lesson=course.lessons.get())
"""


@pytest.fixture
def maren(visit) -> Iterator[Visitor]:
    """The owner, who looks first, and at the end no longer."""
    owner: Visitor = visit().sign_in(OWNER, then="/studio/")
    set_policy(owner, looks_first=True)
    yield owner
    set_policy(owner, looks_first=False)


def set_policy(owner: Visitor, *, looks_first: bool) -> None:
    owner.go("/studio/approvals/")
    owner.page.get_by_label("Somebody looks before learners do").set_checked(looks_first)
    owner.click("Save")
    owner.sees("Saved.")


def write(noa: Visitor, text: str) -> None:
    noa.page.locator(".public-DraftEditor-content").first.click()
    noa.page.keyboard.press("Control+a")
    noa.page.keyboard.type(text)
    # the editor hands over what was typed a moment later
    noa.waits_until(f"document.querySelector('[name=body]').value.includes('{text}')")


def test_a_correction_waits_beside_the_lesson_until_it_is_approved(
    visit, site: Site, maren: Visitor, post: PostOffice
) -> None:
    model.run(("-c", _SCHOOL.format(password=site.password)), site.env)
    noa: Visitor = visit().sign_in(NOA, then="/studio/")
    sofia: Visitor = visit().sign_in(LEARNER, then="/learn/")
    noa.go("/studio/courses/")
    noa.follow("Reading a contract")
    noa.page.locator("[data-lesson] .rowtitle a").first.click()
    noa.page.locator(".inspector").get_by_role("link", name="Open editor").click()
    look_at(noa, "studio, editor of a live lesson that somebody looks at")

    write(noa, "Read the new clause twice.")
    noa.page.get_by_label("Tell learners who finished the lesson").check()
    noa.page.get_by_label("What changed, in a sentence").fill("The clause is the new one.")
    noa.click("Save the change")
    noa.sees("Kept beside the lesson.")
    look_at(noa, "studio, change that waits")
    noa.follow("See it as a learner")
    noa.sees("Read the new clause twice.")
    look_at(noa, "studio, change as a learner would see it")
    noa.page.go_back()
    noa.follow("Ask for approval")
    noa.fill(What_to_look_at="The law changed.")
    noa.click("Ask for a review")
    noa.sees("Waits for approval")
    sofia.go(LESSON)
    sofia.sees("Read the old clause twice.")

    post.letter(OWNER, "Noa Lind asks for a review of “The first clause”")
    maren.go("/studio/approvals/")
    look_at(maren, "studio, queue with a change")
    maren.follow("The first clause")
    expect(maren.page.locator(".diff ins").first).to_have_text("new")
    maren.sees("The law changed.", "Learners who finished the lesson are told: “The clause is the new one.”")
    look_at(maren, "studio, change to decide")
    maren.click("Approve and publish")
    maren.sees("Decided.")

    post.letter(NOA, "Approved: “The first clause”")
    sofia.go(LESSON)
    sofia.sees("Read the new clause twice.", "The clause is the new one.")
    noa.page.reload()
    noa.follow("History")
    noa.sees("Noa Lind", "Version 2")
