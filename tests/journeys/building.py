"""Building a course in the Studio: by keyboard alone, and what the outline then shows."""

from playwright.sync_api import expect

from tests.journeys.stage.visitor import Visitor

_FOCUSED = """(() => { const it = document.activeElement;
    const label = it.getAttribute('aria-label') || [...(it.labels || [])].map(one => one.textContent).join(' ');
    return (label || it.textContent || '').trim().replace(/\\s+/g, ' ') })()"""


def begin_course(maren: Visitor, title: str) -> None:
    """Make an empty course without touching the mouse."""
    maren.go("/studio/courses/new/")
    reach(maren, "Title")
    maren.page.keyboard.type(title)
    maren.page.keyboard.press("Enter")
    expect(maren.page.locator("course-outline")).to_be_visible()


def reach(maren: Visitor, name: str) -> None:
    """Tab on until what has this name has the focus."""
    for _step in range(150):
        if maren.page.evaluate(_FOCUSED).startswith(name):
            return
        maren.page.keyboard.press("Tab")
    raise AssertionError(f"The keyboard never reaches {name!r}.")


def write(maren: Visitor, words: str, key: str) -> None:
    """Type, send, and wait for the fresh outline."""
    if words:
        maren.page.keyboard.type(words)
    with maren.page.expect_response(lambda answer: answer.request.method == "POST"):
        maren.page.keyboard.press(key)
    expect(maren.page.locator("course-outline[aria-busy]")).to_have_count(0)


def outline_of(maren: Visitor) -> dict[str, list[str]]:
    """What the Studio shows after a reload."""
    maren.page.reload()
    modules = maren.page.locator("course-outline section[data-module]").all()
    return {
        module.get_attribute("data-title") or "": [
            one.get_attribute("data-title") or "" for one in module.locator("[data-lesson]").all()
        ]
        for module in modules
    }
