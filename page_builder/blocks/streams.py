"""Which blocks a page may hold, and how often."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from page_builder.blocks.opening import BuyBarBlock, ClosingBlock, HeroBlock
from page_builder.blocks.reading import FaqBlock, PictureBlock, ProseBlock
from page_builder.blocks.selling import PricingBlock
from page_builder.blocks.substance import CourseListBlock, CurriculumBlock, OutcomesBlock
from page_builder.blocks.trust import InstructorBlock, ProofBlock, StudentsBlock

# these are places on the page that links lead to (#pricing), or stand in one place only
ONCE = ("hero", "curriculum", "students", "pricing", "faq", "closing", "buybar")


class TextBlocks(blocks.StreamBlock):
    """What a page to read is made of."""

    prose = ProseBlock()
    picture = PictureBlock()
    faq = FaqBlock()

    class Meta:
        block_counts = {"faq": {"max_num": 1}}


class PageBlocks(blocks.StreamBlock):
    """What a page that shows and sells is made of."""

    places = (
        ("curriculum", _("Curriculum")),
        ("students", _("Students")),
        ("pricing", _("Price")),
        ("faq", _("Questions")),
    )

    hero = HeroBlock()
    closing = ClosingBlock()
    outcomes = OutcomesBlock()
    curriculum = CurriculumBlock()
    courses = CourseListBlock()
    proof = ProofBlock()
    students = StudentsBlock()
    instructor = InstructorBlock()
    pricing = PricingBlock()
    buybar = BuyBarBlock()
    prose = ProseBlock()
    picture = PictureBlock()
    faq = FaqBlock()

    class Meta:
        block_counts = {name: {"max_num": 1} for name in ONCE}
