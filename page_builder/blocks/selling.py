"""What it costs."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from page_builder.blocks.base import PRICE, CallBlock, Section


class PricingBlock(Section):
    """The price, what is in it, and the promise."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=80)
    text = blocks.TextBlock(label=_("Text"), required=False, max_length=240, rows=2)
    call = CallBlock(label=_("Offer and button"))
    terms = blocks.CharBlock(
        label=_("Under the price"), required=False, max_length=80, help_text=_("“One payment. Yours to keep.”")
    )
    includes = blocks.ListBlock(blocks.CharBlock(max_length=100), label=_("What is included"), max_num=10, default=[])
    promise = blocks.CharBlock(label=_("Promise"), required=False, max_length=60)
    promise_text = blocks.CharBlock(label=_("More about the promise"), required=False, max_length=160)
    next_note = blocks.CharBlock(
        label=_("Under the button"), required=False, max_length=120, help_text=_("The next start, places left.")
    )

    class Meta:
        icon = "tag"
        label = _("Price")
        group = PRICE
        description = _("The price of an offer, read from it, with all that is included.")
        template = "page_builder/blocks/pricing.html"
        form_layout = blocks.BlockGroup(
            children=["heading", "text", "call", "includes"],
            settings=["terms", "promise", "promise_text", "next_note"],
        )
        preview_value = {
            "heading": _("Pay it back with one email."),
            "text": _("The median student recovers the fee on the first negotiation."),
            "call": {"offer": "sample", "verb": "enrol", "leads": "checkout", "label": _("Enrol now"), "link": ""},
            "terms": _("One payment. Yours to keep."),
            "includes": [_("31 lessons with subtitles"), _("Recorded feedback"), _("A certificate with a public link")],
            "promise": _("14 days to decide."),
            "promise_text": _("Finish week one; if it isn’t for you, we return everything."),
            "next_note": _("Next cohort opens Monday 30 November."),
        }
