"""What is asked of a page in the Studio or the console besides the usual: it carries no maker's name."""

from tests.journeys.stage.look import Exemption
from tests.journeys.stage.visitor import Visitor

# Stock Wagtail 8.0 fails these on its own, before anything of ours is loaded.
STOCK = (
    Exemption("aria-input-field-name", ".DraftEditor-root", "the rich text control takes no name from its label"),
    Exemption("label", "[data-streamfield-child]", "the items of a list block have a heading in place of a label"),
    Exemption("landmark-unique", ".w-panel--nested", "every nested group of fields is a landmark named by its heading"),
    Exemption("scrollable-region-focusable", ".w-minimap", "the outline beside the form scrolls by mouse alone"),
)
_WORDS = """(() => { const said = [document.title, document.body.innerText];
    for (const one of document.querySelectorAll('*'))
        for (const name of ['alt', 'title', 'aria-label', 'aria-description', 'placeholder', 'label'])
            if (one.hasAttribute(name)) said.push(one.getAttribute(name));
    return said.filter(words => /wagtail|\\bmarque\\b|django/i.test(words))
        .map(words => words.replace(/^[^]*?(.{0,60}(?:wagtail|\\bmarque\\b|django).{0,60})[^]*$/i, '$1')) })()"""


def look_at(visitor: Visitor, name: str) -> None:
    """Look at a Studio page closely, once per run; and for other names than the creator's every time."""
    visitor.page.wait_for_load_state()
    visitor.noticed += [f"{visitor.page.url} names its maker: {words!r}" for words in visitor.page.evaluate(_WORDS)]
    visitor.look(name, STOCK)
