"""How a page opens and closes."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from page_builder.blocks.base import OPENING, PRICE, CallBlock, HeadlineBlock, LinkBlock, Section

COVERS = [
    ("", _("The style of your site")),
    ("paper", _("Cut paper")),
    ("riso", _("Two-ink print")),
    ("contour", _("Contour lines")),
    ("mesh", _("Soft light")),
]


class SlipBlock(blocks.StructBlock):
    """A slip of paper on the picture."""

    says = blocks.CharBlock(label=_("Says"), max_length=30)
    figure = blocks.CharBlock(label=_("Figure"), max_length=14)
    struck = blocks.BooleanBlock(label=_("Crossed out"), required=False)


class HeroBlock(Section):
    """The first thing people see."""

    kicker = blocks.CharBlock(label=_("Line above"), required=False, max_length=120)
    headline = HeadlineBlock(label=_("Headline"), help_text=_("Few words. Set one of them apart."))
    lead = blocks.TextBlock(label=_("Lead"), required=False, max_length=320, rows=3)
    call = CallBlock()
    second_label = blocks.CharBlock(label=_("Second link"), required=False, max_length=40)
    second_icon = blocks.ChoiceBlock(
        label=_("Its sign"),
        choices=[("", _("None")), ("play", _("Play")), ("download", _("Download")), ("arrow", _("Arrow"))],
        required=False,
        default="",
    )
    second_link = LinkBlock(label=_("Second link leads to"), required=False)
    image = ImageChooserBlock(label=_("Picture"), required=False, help_text=_("Without one we draw a cover."))
    cover = blocks.ChoiceBlock(label=_("Drawn cover"), choices=COVERS, required=False, default="")
    slips = blocks.ListBlock(SlipBlock(), label=_("Slips on the picture"), max_num=2, default=[])
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=120)

    class Meta:
        icon = "home"
        label = _("Opening")
        group = OPENING
        description = _("Headline, lead, button and picture. One per page, at the top.")
        template = "page_builder/blocks/hero.html"
        form_layout = blocks.BlockGroup(
            children=["headline", "lead", "call"],
            settings=["kicker", "second_label", "second_link", "second_icon", "image", "cover", "slips", "caption"],
        )
        preview_value = {
            "kicker": _("A six-week course in negotiating your fee"),
            "headline": _("Say the <em>second</em> number."),
            "lead": _("They make an offer. Learn to hear the first number, wait, and answer with one you can defend."),
            "call": {"offer": "sample", "verb": "enrol", "leads": "checkout", "label": "", "link": ""},
            "second_label": _("Watch lesson one"),
            "second_link": "#curriculum",
            "second_icon": "play",
            "image": None,
            "cover": "",
            "slips": [
                {"says": _("They offered"), "figure": "$18,000", "struck": True},
                {"says": _("She signed at"), "figure": "$26,500", "struck": False},
            ],
            "caption": _("From a brand strategist’s contract"),
        }


class ClosingBlock(Section):
    """The last word, and the button once more."""

    headline = HeadlineBlock(label=_("Headline"))
    call = CallBlock()

    class Meta:
        icon = "tick-inverse"
        label = _("Closing call")
        group = OPENING
        description = _("One sentence on a dark band, and the button.")
        template = "page_builder/blocks/closing.html"
        preview_value = {
            "headline": _("The next offer you get is a <em>first</em> number."),
            "call": {"offer": "sample", "verb": "enrol", "leads": "checkout", "label": "", "link": ""},
        }


class BuyBarBlock(Section):
    """A bar that stays at the foot of the window."""

    title = blocks.CharBlock(label=_("Title"), max_length=60)
    note = blocks.CharBlock(label=_("Note"), required=False, max_length=80)
    call = CallBlock()

    class Meta:
        icon = "minus"
        label = _("Buy bar")
        group = PRICE
        description = _("The button stays in reach while people read.")
        template = "page_builder/blocks/buybar.html"
        preview_value = {
            "title": _("The Second Number"),
            "note": _("Cohort of 30 November"),
            "call": {"offer": "sample", "verb": "enrol", "leads": "checkout", "label": "", "link": ""},
        }
