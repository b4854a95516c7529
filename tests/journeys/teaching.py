"""A course of one lesson, put on sale and bought."""

from tests.journeys.offering import publish
from tests.journeys.stage import model
from tests.journeys.stage.site import Site
from tests.journeys.stage.visitor import Visitor
from tests.journeys.steps import buy

_COURSE = """
import sys
import django
django.setup()
from marque.kit.tenancy.context import enter
from shared_apps.tenants.models import Tenant
from tenant_apps.courses import actions as courses
title, lesson, kind = sys.argv[1:]
with enter(Tenant.objects.prefetch_related("domains").get(slug="okafor").as_current()):
    course = courses.create_course(title=title, slug=title.lower().replace(" ", "-"))
    module = courses.add_module(course=course, title="One")
    courses.add_lesson(module=module, title=lesson, kind=kind, body="<p>Look long.</p>")
"""


def make_course(site: Site, title: str, lesson: str, kind: str) -> None:
    """An unpublished course with one empty lesson of a kind."""
    model.run(("-c", _COURSE, title, lesson, kind), site.env)


def open_lesson(maren: Visitor, course: str, lesson: str) -> None:
    """Its settings, in the outline."""
    maren.go("/studio/courses/")
    maren.page.get_by_role("link", name=course, exact=True).first.click()
    maren.page.get_by_role("link", name=lesson).first.click()


def sell(maren: Visitor, course: str) -> None:
    """Publish the course and put it on sale under its own name."""
    maren.go("/studio/courses/")
    maren.page.get_by_role("link", name=course, exact=True).first.click()
    maren.click("Publish the course")
    maren.go("/studio/offers/new/")
    maren.fill(Title=course, Price="10")
    maren.page.get_by_label(course).check()
    maren.click("Make the offer")
    maren.sees(f"{course} is saved.")
    publish(maren, course)


def bought(visit, course: str, name: str, email: str) -> Visitor:
    """Somebody new who has just bought it."""
    learner: Visitor = visit()
    buy(learner, course.lower().replace(" ", "-"), email=email, name=name)
    learner.page.locator("form[action*=continuation] button").click()
    learner.page.wait_for_url("**/learn/**")
    return learner
