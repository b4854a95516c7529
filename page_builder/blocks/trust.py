"""Why believe it: numbers, people who took it, who teaches."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from page_builder.blocks.base import EMPHASIS, TRUST, WORDS, Section


class FigureBlock(blocks.StructBlock):
    """A number and what it counts."""

    figure = blocks.CharBlock(label=_("Number"), max_length=12)
    says = blocks.CharBlock(label=_("What it counts"), max_length=80)
    stars = blocks.BooleanBlock(label=_("Show five stars"), required=False)


class ProofBlock(Section):
    """Numbers that are true."""

    figures = blocks.ListBlock(FigureBlock(), label=_("Numbers"), min_num=2, max_num=4)

    class Meta:
        icon = "order"
        label = _("Numbers")
        group = TRUST
        description = _("Two to four numbers, each with what it counts and where it is from.")
        template = "page_builder/blocks/proof.html"
        preview_value = {
            "figures": [
                {"figure": "2,184", "says": _("consultants enrolled since 2021"), "stars": False},
                {"figure": "91%", "says": _("finish all six weeks"), "stars": False},
                {"figure": "4.9", "says": _("from 612 reviews"), "stars": True},
            ]
        }


class VoiceBlock(blocks.StructBlock):
    """What one person said."""

    quote = blocks.RichTextBlock(label=_("What they said"), features=EMPHASIS, max_length=320)
    name = blocks.CharBlock(label=_("Name"), max_length=60)
    detail = blocks.CharBlock(label=_("Who they are"), required=False, max_length=120)
    photo = ImageChooserBlock(label=_("Photo"), required=False, help_text=_("Without one we draw a face."))


class StudentsBlock(Section):
    """What people say who took part."""

    lead = VoiceBlock(label=_("The one to set large"))
    more = blocks.ListBlock(VoiceBlock(), label=_("More"), max_num=4, default=[])

    class Meta:
        icon = "openquote"
        label = _("What people say")
        group = TRUST
        description = _("One quotation set large on a dark band, and a few beside it.")
        template = "page_builder/blocks/students.html"
        preview_value = {
            "lead": {
                "quote": _("I said the figure, then I said nothing. Then she said, <em>“Okay, we can do that.”</em>"),
                "name": "Tomas Lindqvist",
                "detail": _("Service designer, Malmö"),
                "photo": None,
            },
            "more": [
                {
                    "quote": _("Week two alone paid for it."),
                    "name": "Priya Raman",
                    "detail": _("UX researcher, Pune"),
                    "photo": None,
                }
            ],
        }


class InstructorBlock(Section):
    """Who teaches."""

    name = blocks.CharBlock(label=_("Name"), max_length=60)
    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=WORDS, max_length=1200)
    photo = ImageChooserBlock(label=_("Photo"), required=False, help_text=_("Without one we draw a portrait."))

    class Meta:
        icon = "user"
        label = _("Who teaches")
        group = TRUST
        description = _("A portrait and why this person knows.")
        template = "page_builder/blocks/instructor.html"
        preview_value = {
            "name": "Maren Okafor",
            "heading": _("Maren Okafor spent eleven years buying from people like you."),
            "text": _("<p>She was head of procurement for two agencies. In 2021 she changed sides.</p>"),
            "photo": None,
        }
