"""Words of a lesson that a learner marks and writes on, while its creator edits the text around them."""

from playwright.sync_api import Locator, expect

from tests.journeys.filling import COURSE, PLACE
from tests.journeys.stage.visitor import Visitor
from tests.journeys.teaching import open_lesson

_LESSON = f"{PLACE}on-drying/"
_MARKED = "[...(CSS.highlights.get('passage') ?? [])].map(String)"
_BOX = """words => { const range = document.createRange();
    const node = document.querySelector('.player-main .prose p').firstChild, start = node.data.indexOf(words);
    range.setStart(node, start); range.setEnd(node, start + words.length);
    const { left, right, top, bottom } = range.getBoundingClientRect();
    return { left, right, y: (top + bottom) / 2 } }"""


def mark_and_write(ilse: Visitor) -> None:
    """Mark words by mouse and others by key, write a note on one, and find both after a reload."""
    _open(ilse)
    _drag_over(ilse, "under a cloth")
    ilse.click("Highlight")
    note = _row(ilse, "under a cloth")
    note.get_by_role("textbox", name="Note").fill("A wet cloth?")
    expect(ilse.page.locator("lesson-notes [data-part=state]")).to_have_text("Saved")
    ilse.look("lesson, a passage that is highlighted")
    ilse.click("Close the notes")

    _extend_by_key(ilse, "turn it")
    with ilse.page.expect_response("**/learn/my/acts/"):
        ilse.page.keyboard.press("h")
    expect(_row(ilse, "turn it")).to_be_visible()
    ilse.page.reload()
    _has_marked(ilse, "under a cloth", "turn it")
    ilse.click("Notes")
    expect(note.get_by_role("textbox", name="Note")).to_have_value("A wet cloth?")


def edit_around(maren: Visitor) -> None:
    """The same sentence with other words before and between."""
    open_lesson(maren, COURSE, "On drying")
    maren.follow("Open editor")
    text = maren.page.locator(".public-DraftEditor-content")
    text.click()
    text.press("Control+a")
    text.press_sequentially("Wedge it first. Dry it slowly, under a cloth and a board, and then turn it once a day.")
    maren.waits_until("document.querySelector('[name=body]').value.includes('then turn it')")
    maren.click("Save lesson")
    maren.sees("Saved “On drying”.")


def find_again_and_remove(ilse: Visitor) -> None:
    """The marks stand where their words went; one is read among all notes, and removed."""
    _open(ilse)
    ilse.sees("Wedge it first.")
    _has_marked(ilse, "under a cloth", "turn it")
    ilse.go("/learn/my/notes/")
    ilse.sees("A wet cloth?", "turn it")
    ilse.look("notes, with passages")
    ilse.follow("under a cloth")
    ilse.waits_until("location.hash.startsWith('#note-')")
    _has_marked(ilse, "under a cloth", "turn it")

    ilse.click("Notes")
    row = _row(ilse, "under a cloth")
    expect(row.get_by_text("This passage is no longer in the text")).to_be_hidden()
    with ilse.page.expect_response("**/learn/my/acts/"):
        row.get_by_role("button", name="Remove the note").click()
    _has_marked(ilse, "turn it")
    ilse.page.reload()
    _has_marked(ilse, "turn it")
    ilse.go("/learn/my/notes/")
    ilse.sees("turn it")
    expect(ilse.page.get_by_text("A wet cloth?")).to_have_count(0)


def _open(ilse: Visitor) -> None:
    ilse.go(_LESSON)
    ilse.waits_until("document.querySelector('lesson-notes:defined') !== null")


def _row(ilse: Visitor, words: str) -> Locator:
    return ilse.page.locator(".notes-row").filter(has=ilse.page.locator("q", has_text=words))


def _has_marked(ilse: Visitor, *words: str) -> None:
    ilse.waits_until(f"{_MARKED}.sort().join('|') === {'|'.join(sorted(words))!r}")


def _drag_over(ilse: Visitor, words: str) -> None:
    box, mouse = ilse.page.evaluate(_BOX, words), ilse.page.mouse
    mouse.move(box["left"] + 1, box["y"])
    mouse.down()
    mouse.move(box["right"] - 1, box["y"], steps=8)
    mouse.up()


def _extend_by_key(ilse: Visitor, words: str) -> None:
    """A double click takes the first word, keys the rest."""
    first = words.partition(" ")[0]
    box = ilse.page.evaluate(_BOX, words)
    ilse.page.mouse.dblclick(box["left"] + 4, box["y"])
    for _letter in words[len(first) :]:
        ilse.page.keyboard.press("Shift+ArrowRight")
    assert ilse.page.evaluate("getSelection().toString()") == words
