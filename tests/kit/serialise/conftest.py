"""A small school, as values."""

import pytest

from marque.kit.money import Money
from page_builder.actions import publish_landing, publish_text
from page_builder.starters import course_landing, text_body
from tenant_apps.assessments.actions import rules
from tenant_apps.assessments.actions import writing as quizzes
from tenant_apps.catalog.actions import create_offer, publish_offer
from tenant_apps.courses.actions import add_lesson, add_module, create_course, publish_course
from tenant_apps.sequences.actions import add_step, create_sequence, start_sequence
from themes.actions import update_brand

WORDS = {
    "hero": {"headline": "Say the <em>second</em> number.", "lead": "They make an offer."},
    "curriculum": {"heading": "Six weeks, one number"},
    "pricing": {"heading": "Pay it back with one email.", "includes": ["31 lessons"]},
}


def make_school() -> None:
    """A course with a quiz, an offer, a landing page, a text page and a sequence in the current tenant."""
    course = create_course(title="The Second Number", slug="second-number")
    first = add_module(course=course, title="Hear it")
    for title in ("Why", "How", "When"):
        add_lesson(module=first, title=title)
    asked = add_lesson(module=add_module(course=course, title="Say it"), title="Check", kind="quiz")
    quiz = rules.set_rules(quiz=rules.make_quiz(lesson=asked), rules=rules.Rules(pass_mark=60))
    quizzes.write_question(quiz=quiz, text="Who speaks?", choices=[("They", True), ("You", False)])
    publish_course(course=course)
    offer = create_offer(slug="second", title="Second", products=[course.product], price=Money(49000, "USD"))
    publish_offer(offer=offer)
    publish_landing(
        slug="negotiate",
        title="Negotiate",
        body=course_landing(words=WORDS, offer_key=offer.key, course_key=course.key),
    )
    publish_text(slug="terms", title="Terms", body=text_body("Be kind."), footer="legal")
    sequence = create_sequence(name="Welcome", course=course)
    add_step(sequence=sequence, subject="Hello", body="Welcome in.", wait_days=0)
    add_step(sequence=sequence, subject="Day two", body="Go on.")
    start_sequence(sequence=sequence)
    update_brand(strapline="One number")


@pytest.fixture
def school(in_okafor) -> None:
    """The school, in Okafor."""
    make_school()
