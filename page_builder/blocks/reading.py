"""Things to read and look at."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from page_builder.blocks.base import PROSE, READING, WORDS, Section


class ProseBlock(Section):
    """Running text."""

    text = blocks.RichTextBlock(label=_("Text"), features=PROSE)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        group = READING
        description = _("Headings, paragraphs, lists and quotations.")
        template = "page_builder/blocks/prose.html"
        preview_value = {
            "text": _("<h2>How a week goes</h2><p>Three short films on Monday, a worksheet by Thursday.</p>")
        }


class PictureBlock(Section):
    """A picture with its caption."""

    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=160)
    width = blocks.ChoiceBlock(
        label=_("Width"),
        choices=[("text", _("As wide as the text")), ("page", _("As wide as the page"))],
        default="page",
    )

    class Meta:
        icon = "image"
        label = _("Picture")
        group = READING
        description = _("One picture, described for those who cannot see it.")
        template = "page_builder/blocks/picture.html"


class QuestionBlock(blocks.StructBlock):
    """A question and its answer."""

    question = blocks.CharBlock(label=_("Question"), max_length=140)
    answer = blocks.RichTextBlock(label=_("Answer"), features=[*WORDS, "ol", "ul"])


class FaqBlock(Section):
    """Questions people ask before they decide."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=80)
    items = blocks.ListBlock(QuestionBlock(), label=_("Questions"), min_num=1, max_num=20)
    ending = blocks.RichTextBlock(label=_("Last line"), features=WORDS, required=False, max_length=240)

    class Meta:
        icon = "help"
        label = _("Questions")
        group = READING
        description = _("Questions that fold open. Search engines show them too.")
        template = "page_builder/blocks/faq.html"
        preview_value = {
            "heading": _("Before you ask"),
            "items": [
                {"question": _("How much time does it take?"), "answer": _("<p>Three to four hours a week.</p>")},
                {"question": _("What if it isn’t for me?"), "answer": _("<p>Tell us within 14 days.</p>")},
            ],
            "ending": _("<p>Something else? Write to us.</p>"),
        }
