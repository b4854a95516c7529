"""HTML as the Studio's editor writes it; whatever else a text from elsewhere holds is left out."""

from bs4 import BeautifulSoup
from bs4.exceptions import ParserRejectedMarkup
from django.utils.translation import gettext_lazy as _
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from marque.kit.errors import Refused

WRITTEN = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "blockquote", "hr"]
# what Wagtail's reader of its own HTML raises about anybody else's
_FOREIGN = (AssertionError, AttributeError, KeyError, ValueError, RecursionError, ParserRejectedMarkup)


class NotProse(Refused):
    """HTML that cannot be read."""

    message = _("This HTML cannot be read. Send paragraphs, headings, lists and links, each tag closed.")


def as_written(text: str) -> str:
    """The same text as if it had been typed in the editor; raises NotProse."""
    if not text:
        return ""
    editor = ContentstateConverter(features=WRITTEN)
    try:
        # the editor reads what the editor wrote: every tag closed, and by its own kind
        tidy = str(BeautifulSoup(text, "html.parser"))
        return str(editor.to_database_format(editor.from_database_format(tidy)))
    except _FOREIGN as error:
        raise NotProse from error


def words_of(text: str) -> str:
    """What is read of a text, without its tags; raises NotProse."""
    try:
        return str(BeautifulSoup(text, "html.parser").get_text())
    except _FOREIGN as error:
        raise NotProse from error
