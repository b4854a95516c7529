import pytest
from django.core.files.base import ContentFile

from tenant_apps.media import actions, webvtt
from tenant_apps.media.models import Asset

GOOD = """WEBVTT - with a title
Kind: captions

STYLE
::cue { color: red }

NOTE whoever reads this

intro
00:00:01.000 --> 00:00:04.500 line:85%
First <b>words</b>

00:04.000 --> 00:08.000
Second
in two lines
"""
SUBRIP = "1\r\n00:00:01,000 --> 00:00:02,000\r\nHello\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\nAgain\r\n"


@pytest.fixture
def asset(in_okafor) -> Asset:
    return Asset.objects.create(title="A film", kind="video", content_type="video/mp4", size=1, duration_seconds=600)


def caption(asset: Asset, content: bytes, language: str = "en"):
    return actions.set_caption(asset=asset, language=language, file=ContentFile(content, name="en.vtt"))


def test_set_caption_keeps_what_is_said_and_where(asset) -> None:
    text = caption(asset, GOOD.encode()).text

    assert text == (
        "WEBVTT\n\n00:00:01.000 --> 00:00:04.500 line:85%\nFirst <b>words</b>\n\n"
        "00:00:04.000 --> 00:00:08.000\nSecond\nin two lines\n"
    )


def test_set_caption_takes_subrip_with_a_mark_at_its_front(asset) -> None:
    text = caption(asset, b"\xef\xbb\xbf" + SUBRIP.encode()).text

    assert [cue.text for cue in webvtt.read(text)] == ["Hello", "Again"]


def test_set_caption_again_replaces_one_language_alone(asset) -> None:
    caption(asset, GOOD.encode())
    caption(asset, SUBRIP.encode(), "de")
    caption(asset, SUBRIP.encode())

    assert [(one.language, "Hello" in one.text) for one in asset.captions.all()] == [("de", True), ("en", True)]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "begins with the word WEBVTT"),
        (b"<html>", "begins with the word WEBVTT"),
        (b"WEBVTT\n", "no caption in this file"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nÉté".encode("latin-1"), "not written in UTF-8"),
        (b"WEBVTT\n\n00:05.000 --> 00:02.000\nx", "Line 3: this caption ends before it begins"),
        (b"WEBVTT\n\n1\n00:01 --> 00:02\nx", "Line 4: two times are expected"),
        (b"WEBVTT\n\n00:05.000 --> 00:06.000\nx\n\n00:01.000 --> 00:02.000\ny", "Line 6: this caption begins before"),
        (b"WEBVTT\n\n" + b"x" * (1 << 20), "more than 1 MB"),
    ],
)
def test_set_caption_that_is_none_says_which_line_is_wrong(asset, content, words) -> None:
    with pytest.raises(actions.CaptionRefused, match=words):
        caption(asset, content)

    assert not asset.captions.exists()


def test_set_chapters_reads_a_line_each(asset) -> None:
    actions.set_chapters(asset=asset, text="4:30 The letter\n\n0:00 Why\n0:09:01 Afterwards")

    assert [(one.seconds, one.title) for one in asset.chapters.all()] == [
        (0, "Why"), (270, "The letter"), (541, "Afterwards")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Why", "Line 1: write a time and a name"),
        ("0:00 Why\n4:75 Later", "Line 2: write a time"),
        ("0:00 Why\n0:00 Again", "Line 2: another chapter"),
        ("0:00 Why\n11:00 Late", "Line 2: the film is over by then"),
    ],
)
def test_set_chapters_that_make_no_sense_change_nothing(asset, text, words) -> None:
    actions.set_chapters(asset=asset, text="1:00 Before")

    with pytest.raises(actions.ChapterRefused, match=words):
        actions.set_chapters(asset=asset, text=text)

    assert [one.title for one in asset.chapters.all()] == ["Before"]
