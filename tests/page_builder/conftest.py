"""A business with a site, an offer and a course."""

import pytest

from marque.kit.money import Money
from marque.kit.tenancy.context import CurrentTenant, enter
from page_builder.actions import publish_landing
from page_builder.models import LandingPage
from page_builder.starters import course_landing
from tenant_apps.catalog.actions import create_offer, publish_offer
from tenant_apps.catalog.models import Offer
from tenant_apps.courses.actions import add_lesson, add_module, create_course, publish_course
from tenant_apps.courses.models import Course

WORDS = {
    "hero": {"headline": "Say the <em>second</em> number.", "lead": "They make an offer."},
    "curriculum": {"heading": "Six weeks, one number"},
    "pricing": {"heading": "Pay it back with one email.", "includes": ["31 lessons"]},
    "faq": {"heading": "Before you ask", "items": [{"question": "How long?", "answer": "Six weeks."}]},
    "closing": {"headline": "A <em>first</em> number."},
}


def sell_course(slug: str = "the-second-number", title: str = "The Second Number") -> tuple[Course, Offer]:
    """A published course of one lesson, on sale for $490."""
    course = create_course(title=title, slug=slug, by=None)
    module = add_module(course=course, title="Hear the first number", by=None)
    add_lesson(module=module, title="Why it is a question", by=None)
    publish_course(course=course, by=None)
    offer = create_offer(slug=slug, title=title, products=[course.product], price=Money(49000, "USD"))
    return course, publish_offer(offer=offer)


@pytest.fixture
def sold(okafor: CurrentTenant) -> tuple[Course, Offer]:
    """Okafor's course and its offer."""
    with enter(okafor):
        return sell_course()


@pytest.fixture
def landing(okafor: CurrentTenant, sold: tuple[Course, Offer]) -> LandingPage:
    """A page that sells it."""
    course, offer = sold
    with enter(okafor):
        body = course_landing(words=WORDS, offer_key=offer.key, course_key=course.key)
        return publish_landing(slug="negotiate", title="The Second Number", body=body)
