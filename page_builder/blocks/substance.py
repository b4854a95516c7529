"""What people get: outcomes, the curriculum, courses."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from page_builder.blocks.base import SUBSTANCE, LinkBlock, Section
from page_builder.choosers import CourseChoiceBlock
from page_builder.listing import course_cards


class OutcomeBlock(blocks.StructBlock):
    """One thing people leave with."""

    title = blocks.CharBlock(label=_("What"), max_length=80)
    text = blocks.TextBlock(label=_("More about it"), required=False, max_length=240, rows=2)


class OutcomesBlock(Section):
    """What people leave with."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=80)
    items = blocks.ListBlock(OutcomeBlock(), label=_("Outcomes"), min_num=1, max_num=8)

    class Meta:
        icon = "list-ul"
        label = _("Outcomes")
        group = SUBSTANCE
        description = _("What people can do, have or know afterwards.")
        template = "page_builder/blocks/outcomes.html"
        preview_value = {
            "heading": _("What you leave with"),
            "items": [
                {"title": _("A rate you can say out loud"), "text": _("Worked out from your costs and your market.")},
                {"title": _("A floor, in writing"), "text": _("The number below which you leave.")},
                {"title": _("Four replies to “that’s over budget”"), "text": _("Rehearsed until they sound like you.")},
            ],
        }


class PartBlock(blocks.StructBlock):
    """One part of a curriculum that is written by hand."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.TextBlock(label=_("What happens in it"), required=False, max_length=300, rows=2)
    detail = blocks.CharBlock(label=_("Length"), required=False, max_length=60, help_text=_("“5 lessons, 1 h 12 min”"))


class CurriculumBlock(Section):
    """What the course is made of, part by part."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=80)
    text = blocks.TextBlock(label=_("Text beside it"), required=False, max_length=300, rows=3)
    course = CourseChoiceBlock(
        label=_("Course"), help_text=_("Its modules and lessons are shown as they are. Without one, write your own.")
    )
    parts = blocks.ListBlock(PartBlock(), label=_("Parts, when there is no course"), max_num=20, default=[])
    link_label = blocks.CharBlock(label=_("Link under the text"), required=False, max_length=40)
    link = LinkBlock(label=_("It leads to"), required=False)

    class Meta:
        icon = "list-ol"
        label = _("Curriculum")
        group = SUBSTANCE
        description = _("The outline of a course, kept up to date by itself.")
        template = "page_builder/blocks/curriculum.html"
        form_layout = blocks.BlockGroup(
            children=["heading", "text", "course"], settings=["parts", "link_label", "link"]
        )
        preview_value = {
            "heading": _("Six weeks, one number"),
            "text": _("A new week opens every Monday, so everybody moves together."),
            "course": "",
            "parts": [
                {"title": _("Hear the first number"), "text": _("What an offer is made of."), "detail": _("5 lessons")},
                {"title": _("Know your floor"), "text": _("A line, set by you."), "detail": _("6 lessons")},
                {"title": _("Say it"), "text": _("Rehearsal week."), "detail": _("4 lessons")},
            ],
            "link_label": "",
            "link": "",
        }


class CourseListBlock(Section):
    """Cards of published courses."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=80)
    text = blocks.TextBlock(label=_("Text"), required=False, max_length=240, rows=2)
    most = blocks.ChoiceBlock(
        label=_("Show"),
        choices=[("3", _("The 3 newest")), ("6", _("The 6 newest")), ("12", _("The 12 newest"))],
        default="3",
    )

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """The newest published courses with their prices."""
        context = super().get_context(value, parent_context)
        context["cards"] = course_cards(int(value.get("most") or 3))
        return context

    class Meta:
        icon = "grip"
        label = _("Courses")
        group = SUBSTANCE
        description = _("Your newest courses, as cards.")
        template = "page_builder/blocks/courses.html"
        preview_value = {"heading": _("Courses"), "text": _("Start with the one you need this month."), "most": "3"}
