"""What the blocks share: the section, its words, links and buttons."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from page_builder.choosers import OfferChoiceBlock
from page_builder.shelf import SampleShelf, Shelf

EMPHASIS = ["emphasis"]
WORDS = ["bold", "italic", "link"]
PROSE = ["h2", "h3", "bold", "italic", "link", "ol", "ul", "blockquote", "hr"]
_LINK = re.compile(r"^(https?://|mailto:|/(?!/)|#)\S*$")

OPENING, SUBSTANCE, TRUST, PRICE, READING = _("Opening"), _("Substance"), _("Trust"), _("Price"), _("Reading")


def check_link(value: str) -> None:
    """A link leads somewhere on this site, to another site, or to a mail program; never runs a script."""
    if not _LINK.match(value):
        raise ValidationError(_("Start with https://, mailto:, / for a page of yours, or # for a place on this page."))


class Section(blocks.StructBlock):
    """A full-width part of a page."""

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """The page's shelf, or one for this block alone."""
        context = super().get_context(value, parent_context)
        if "shelf" not in context:
            context["shelf"] = Shelf.of(self.get_prep_value(value))
        return context

    def get_preview_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Before the block is used it shows an offer that stands in for one."""
        return {**super().get_preview_context(value, parent_context), "shelf": SampleShelf()}


class HeadlineBlock(blocks.RichTextBlock):
    """A line or two of which some words may be set apart."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(features=EMPHASIS, max_length=160, **kwargs)


class LinkBlock(blocks.CharBlock):
    """An address on this site or another."""

    def __init__(self, help_text: str | Promise = "", **kwargs: Any) -> None:
        hint = help_text or _("https://…, /courses/ or #pricing")
        super().__init__(max_length=300, help_text=hint, validators=[check_link], **kwargs)


class CallBlock(blocks.StructBlock):
    """The button: buys an offer, or leads somewhere."""

    offer = OfferChoiceBlock(label=_("Offer"), help_text=_("The button shows its price and leads to its checkout."))
    verb = blocks.ChoiceBlock(
        label=_("Wording"),
        choices=[
            ("enrol", _("Enrol for $…")),
            ("join", _("Join for $…")),
            ("buy", _("Buy for $…")),
            ("book", _("Book for $…")),
        ],
        default="enrol",
    )
    leads = blocks.ChoiceBlock(
        label=_("Leads to"),
        choices=[("checkout", _("The checkout")), ("pricing", _("The price on this page"))],
        default="checkout",
    )
    label = blocks.CharBlock(
        label=_("Your own words"),
        required=False,
        max_length=40,
        help_text=_("Instead of the wording above. Needed when there is no offer."),
    )
    link = LinkBlock(label=_("Link"), required=False, help_text=_("Where it leads when there is no offer."))

    class Meta:
        icon = "link"
        label = _("Button")
        label_format = "{label}"
        form_layout = blocks.BlockGroup(children=["offer", "verb"], settings=["leads", "label", "link"])
