"""A page with a body of blocks, and nothing else."""

from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page


class PlainPage(Page):
    """What everybody's first Wagtail page looks like."""

    body = StreamField([("heading", blocks.CharBlock()), ("paragraph", blocks.RichTextBlock())])
