"""What becomes of a folder's files, before anything is made."""

import pytest

from marque.kit.errors import Refused
from marque.kit.lists import text_of
from tenant_apps.courses.folders import names, texts
from tenant_apps.courses.folders.plan import MOST_FILES, Found, NothingInside, TooManyFiles, plan

pytestmark = pytest.mark.usefixtures("in_okafor")


def planned(*paths: str, name: str = "Course") -> list[tuple[str, str, str]]:
    return [(one.module, one.title, one.kind) for one in plan([Found(path, 9) for path in paths], name=name)]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("01 - Intro", "Intro"),
        ("1.2_the_first number", "The first number"),
        ("3) Close", "Close"),
        ("007 Bond", "Bond"),
        ("7 habits", "7 habits"),
        ("2024-review", "2024-review"),
        ("10", "10"),
        ("Übung", "Übung"),
    ],
)
def test_title_of_drops_numbers_that_only_count(name: str, title: str) -> None:
    assert names.title_of(name) == title


def test_title_of_takes_bare_numbers_for_counts_where_all_have_one() -> None:
    assert names.title_of("1 Begin", ["1 Begin", "2 Go on"]) == "Begin"


def test_plan_makes_modules_of_folders_and_lessons_in_natural_order() -> None:
    found = planned(
        "C/2 Go/10 - Late.pdf", "C/2 Go/9 - Early.mp4", "C/1 Begin/notes.md", "C/1 Begin/plan.png", "C/read me.txt"
    )

    assert found == [
        ("C", "Read me", "text"),
        ("Begin", "Notes", "text"),
        ("Begin", "Plan", "image"),
        ("Go", "Early", "video"),
        ("Go", "Late", "pdf"),
    ]


def test_plan_joins_the_names_of_folders_in_folders() -> None:
    assert planned("a/b/c.pdf", "d.pdf")[1] == ("A · B", "C", "pdf")


def test_plan_leaves_out_what_systems_leave_behind() -> None:
    assert planned("C/.DS_Store", "C/__MACOSX/x.mp4", "C/Thumbs.db", "C/a.mp4") == [("C", "A", "video")]


def test_plan_says_why_a_file_is_not_taken() -> None:
    files = [
        Found("run.exe", 9),
        Found("page.html", 9),
        Found("empty.mp4", 0),
        Found("a.vtt", 9),
        Found("b.png", 1 << 40),
    ]

    refused = [one.refused for one in plan(files, name="x")]

    assert all(refused)
    assert [one.kind for one in plan(files, name="x")] == [""] * 5


@pytest.mark.parametrize(("files", "refusal"), [([], NothingInside), (["x.md"] * (MOST_FILES + 1), TooManyFiles)])
def test_plan_of_nothing_or_too_much_is_refused(files: list[str], refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        plan([Found(path, 9) for path in files], name="x")


def test_as_html_reads_markdown_and_lets_no_markup_through() -> None:
    text = "# One\nGo *on*, **now**\n\n- a\n- [b](https://example.com/)\n\n<script>alert(1)</script>\n\n> said"

    assert texts.as_html(text, is_markdown=True) == (
        "<h2>One</h2><p>Go <i>on</i>, <b>now</b></p>"
        '<ul><li>a</li><li><a href="https://example.com/">b</a></li></ul>'
        "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p><blockquote>said</blockquote>"
    )


def test_decoded_reads_what_windows_wrote() -> None:
    assert text_of("Grüße".encode("cp1252")) == "Grüße"


def test_plan_puts_captions_behind_the_film_they_lie_beside() -> None:
    found = planned("C/1 Hello.de.vtt", "C/1 Hello.mp4", "C/1 Hello.vtt", "C/2 Talk.en-GB.srt", "C/2 Talk.mp3")

    assert [(title, kind) for _module, title, kind in found] == [
        ("Hello", "video"),
        ("Captions of “Hello” (de)", "captions"),
        ("Captions of “Hello”", "captions"),
        ("Talk", "audio"),
        ("Captions of “Talk” (en-gb)", "captions"),
    ]


def test_plan_refuses_captions_beside_no_film() -> None:
    [film, lost] = plan([Found("C/a.mp4", 9), Found("C/b.vtt", 9)], name="C")

    assert (film.kind, lost.kind, "No film of this name" in lost.refused) == ("video", "", True)
