"""What a lesson's page holds besides what the lesson is."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.html import strip_tags

from marque.kit.tenancy.context import enter
from shared_apps.integrations.oembed import provider
from tenant_apps.courses import actions, queries
from tenant_apps.courses.actions.blocks import BadBlock, PartTwice, TooManyBlocks
from tenant_apps.courses.blocks import held, page_of
from tenant_apps.courses.differences import differences
from tenant_apps.courses.embeds import Sites, TooManyAtOnce
from tenant_apps.courses.models import BLOCK_WORDS, Lesson, LessonBlock
from tenant_apps.courses.packages.packing import checksum
from tenant_apps.media import actions as media
from tests.tenant_apps.courses.blocks import (
    OWN,
    VIMEO,
    a_film,
    a_picture,
    a_sheet,
    a_sound,
    code,
    embed,
    kinds,
    of_file,
    text,
)
from tests.tenant_apps.courses.factories import course, lesson, module
from tests.tenant_apps.courses.test_packages import packed


@pytest.fixture
def first(in_okafor) -> Lesson:
    made = lesson(module(course()), "A jug", body="<p>Its own words.</p>")
    return Lesson.objects.get(pk=made.pk)


def write(of: Lesson, *asked) -> Lesson:
    return actions.revise_lesson(lesson=now(of), blocks=list(asked))


def now(of: Lesson) -> Lesson:
    return Lesson.objects.get(pk=of.pk)


def words(of: Lesson) -> list[str]:
    return [strip_tags(row.text) for row in LessonBlock.objects.filter(lesson=of)]


def test_blocks_stand_as_they_were_asked_for(first) -> None:
    picture, sheet = a_picture(), a_sheet()

    asked = (
        text("Look."),
        of_file("image", picture, "The jug"),
        OWN,
        code("a = 1"),
        of_file("download", sheet),
        embed(),
    )
    write(first, *asked)

    assert kinds(first) == ["text", "image", "lesson", "code", "download", "embed"]


def test_a_block_that_moves_stays_the_same_row(first) -> None:
    write(first, OWN, text("One"), text("Two"))
    _own, one, two = now(first).blocks

    write(first, two, OWN, one | {"text": "<p>Once</p>"})

    assert [row["key"] for row in now(first).blocks if row["kind"] == "text"] == [two["key"], one["key"]]
    assert words(first) == ["Two", "", "Once"]


def test_the_lesson_itself_may_be_taken_out_and_put_back_in(first) -> None:
    write(first, OWN, text("One"))
    _own, one = now(first).blocks

    write(first, one, {"kind": "lesson", "key": "a-new-one"})

    assert kinds(first) == ["text", "lesson"]


def test_a_lesson_that_stands_alone_has_no_blocks(first) -> None:
    write(first, OWN, text("One"))
    write(first, OWN)

    assert kinds(first) == []


def test_text_is_kept_as_the_editor_writes_it(first) -> None:
    write(first, {"kind": "text", "text": "<p onclick='steal()'>Safe<script>steal()</script></p>"})

    kept = LessonBlock.objects.get(lesson=first).text
    assert "Safe" in kept and "onclick" not in kept and "<script" not in kept


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"kind": "image"}, "choose a file"),
        ({"kind": "image", "file": "0b1f9d0e-0000-4000-8000-000000000000"}, "choose a file"),
        ({"kind": "text", "text": "<p> </p>"}, "write something"),
        ({"kind": "code", "text": " \n"}, "put the code in"),
        ({"kind": "embed", "address": "https://vimeo.com/1"}, "say the address"),
        ({"kind": "text", "text": "a" * 40_001}, "too long"),
    ],
)
def test_a_block_that_would_show_nothing_is_refused_and_all_stays(first, asked, says) -> None:
    write(first, text("Before"))

    with pytest.raises(BadBlock, match=rf"Part 2.*{says}"):
        write(first, text("After"), asked)

    assert words(first) == ["Before"]


def test_a_file_of_another_kind_is_refused(first) -> None:
    with pytest.raises(BadBlock, match="“sheet.txt” is not a file of this kind|not a file of this kind"):
        write(first, of_file("image", a_sheet()))


def test_too_many_and_the_lesson_twice_are_refused(first) -> None:
    with pytest.raises(TooManyBlocks, match="at most 60"):
        write(first, *[text("One")] * 61)
    for kind in ("lesson", "discussion", "project", "survey", "live"):
        with pytest.raises(PartTwice, match="one place only"):
            write(first, {"kind": kind}, text("One"), {"kind": kind})


def test_the_database_holds_what_the_action_says(first) -> None:
    for wrong in (
        {"kind": "image"},
        {"kind": "text"},
        {"kind": "embed"},
        {"kind": "text", "text": "a", "asset": a_sheet()},
        {"kind": "hotspots"},
        {"kind": "project", "asset": a_sheet()},
        {"kind": "text", "text": "a", "least_percent": 50},
        {"kind": "video", "asset": a_sheet(), "least_percent": 101},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            LessonBlock.objects.create(lesson=first, position=1, **wrong)


@pytest.mark.parametrize("kind", ["discussion", "hotspots", "project", "survey", "live"])
def test_the_database_holds_one_of_what_a_lesson_has_one_of(kind, first) -> None:
    file = {"asset": a_picture()} if kind == "hotspots" else {}
    LessonBlock.objects.create(lesson=first, position=1, kind=kind, **file)

    with pytest.raises(IntegrityError), transaction.atomic():
        LessonBlock.objects.create(lesson=first, position=2, kind=kind, **file)


def test_a_file_a_page_shows_is_not_deleted(first) -> None:
    picture = a_picture()
    write(first, of_file("image", picture))

    with pytest.raises(ProtectedError):
        media.remove_asset(asset=picture)


def test_versions_keep_blocks_and_bring_them_back(first) -> None:
    write(first, OWN, text("One"))
    write(first, text("Two"), OWN)
    write(first, text("Two"), OWN)

    versions = list(first.versions.order_by("number"))
    assert [[one["kind"] for one in version.blocks] for version in versions] == [
        [],
        ["lesson", "text"],
        ["text", "lesson"],
    ]

    actions.restore_version(version=versions[1])

    assert (kinds(first), words(first)) == (["lesson", "text"], ["", "One"])
    assert first.versions.count() == 4


def test_a_version_whose_file_is_gone_comes_back_without_it(first) -> None:
    picture = a_picture()
    write(first, of_file("image", picture), text("One"))
    write(first, text("One"))
    media.remove_asset(asset=picture)

    actions.restore_version(version=first.versions.get(number=2))

    assert kinds(first) == ["text"]


def test_who_saw_other_blocks_is_refused(first) -> None:
    seen = queries.content_of(now(first))
    write(first, text("Hers"))

    with pytest.raises(actions.LessonChanged):
        actions.revise_lesson(lesson=now(first), seen=seen, blocks=[text("His")])

    assert words(first) == ["Hers"]
    actions.revise_lesson(lesson=now(first), seen=queries.content_of(now(first)), blocks=[text("His")])
    assert words(first) == ["His"]


def test_a_length_nobody_said_follows_the_blocks(first) -> None:
    lengths = []
    for asked in ([text("word " * 800)], [text("word " * 800), code("word " * 400)], []):
        write(first, *asked)
        lengths.append(now(first).minutes)

    assert lengths == [4, 8, 0]


def test_a_copied_lesson_has_its_own_blocks(first) -> None:
    picture = a_picture()
    write(first, of_file("image", picture), OWN)

    (twin,) = actions.copy_lessons(lessons=[first], module=first.module)
    write(twin, OWN)

    assert (kinds(first), kinds(twin)) == (["image", "lesson"], [])


def test_a_package_takes_blocks_and_their_files_along(okafor, other, tmp_path) -> None:
    with enter(okafor):
        made = course("Clay")
        home = lesson(module(made), "A jug")
        write(home, text("Look."), of_file("image", a_picture()), OWN, code("if a < b: pass"))
        path = packed(tmp_path, made)

    with enter(other):
        actions.import_course(path=path)
        there = Lesson.objects.get(title="A jug")
        assert kinds(there) == ["text", "image", "lesson", "code"]
        assert LessonBlock.objects.get(kind="code").text == "if a < b: pass"
        assert LessonBlock.objects.get(kind="image").asset.file.size > 0


def test_a_package_with_a_script_in_a_block_loses_the_script(okafor, other, tmp_path) -> None:
    def spoil(told) -> None:
        for row in told["records"]:
            if row[0] == "courses.LessonBlock":
                row[2]["text"] = "<p>Look.<script>steal()</script></p>"
        told["checksum"] = checksum(told["records"])

    with enter(okafor):
        made = course("Clay")
        write(lesson(module(made), "A jug"), text("Look."))
        path = packed(tmp_path, made, spoil)

    with enter(other):
        actions.import_course(path=path)
        assert "script" not in LessonBlock.objects.get().text


def test_a_key_said_twice_loses_nothing(first) -> None:
    write(first, text("One"))
    (one,) = now(first).blocks

    write(first, one | {"text": "<p>A</p>"}, one | {"text": "<p>B</p>"})

    assert words(first) == ["A", "B"]


def test_a_file_that_is_another_one_is_named(first) -> None:
    write(first, of_file("image", a_picture(), "The jug"))
    was = page_of(now(first))
    write(first, of_file("image", a_picture("jug.png", "#0f4d3f"), "The jug"))

    pieces = differences(was, page_of(now(first)))

    assert {piece.kind for piece in pieces} >= {"gone", "new"}


def test_a_frame_of_elsewhere_is_never_shown() -> None:
    site = provider.provider_named("Vimeo")

    assert site.shows("https://vimeo.com/1", "https://player.vimeo.com/video/1")
    for address, frame in (
        ("https://vimeo.com/1", "javascript:alert(1)"),
        ("https://vimeo.com/1", "https://evil.example/"),
        ("https://vimeo.com/1", "https://player.vimeo.com@evil.example/"),
        ("javascript:alert(1)", "https://player.vimeo.com/video/1"),
        ("https://youtu.be/a", "https://player.vimeo.com/video/1"),
        ("https://vimeo.com/1", "https://[player"),
    ):
        assert not site.shows(address, frame)


def test_sites_are_asked_only_so_often(monkeypatch) -> None:
    monkeypatch.setattr(provider, "look_up", lambda site, address: provider.Shown(**VIMEO))
    sites = Sites([])

    for number in range(10):
        sites.shown_at(f"https://vimeo.com/{number}")
    sites.shown_at("https://vimeo.com/0")

    with pytest.raises(TooManyAtOnce, match="At most 10"):
        sites.shown_at("https://vimeo.com/11")


def test_a_change_far_down_a_long_text_is_told() -> None:
    long = "<p>" + "word " * 6000
    pieces = differences(f"{long}red</p>", f"{long}blue &lt;</p>")

    assert [(piece.kind, piece.text) for piece in pieces if piece.kind != "same"] == [
        ("gone", "red …"),
        ("new", "blue < …"),
    ]


def test_only_films_and_recordings_are_asked_for(first) -> None:
    film = of_file("video", a_film()) | {"least_percent": 80}

    write(first, film, text("Read.") | {"least_percent": 80}, of_file("audio", a_sound()) | {"least_percent": 0})

    assert [each["least_percent"] for each in Lesson.objects.get(pk=first.pk).blocks] == [80, None, None]
    with pytest.raises(BadBlock, match=r"Part 1.*in percent"):
        write(first, film | {"least_percent": 101})


def test_a_word_that_was_kept_of_blocks_is_the_same_where_nothing_must_be_watched() -> None:
    plain = {"kind": "video", "file": "f", "title": "Wheel"}

    words = [held([{**plain, **more}]) for more in ({}, {"least_percent": None}, {"least_percent": 50})]

    assert (words[0] == words[1], words[0] == words[2], len(words[0][0])) == (True, False, 2 + len(BLOCK_WORDS))


def test_another_percent_is_another_version_and_the_same_is_none(first) -> None:
    film = of_file("video", a_film()) | {"least_percent": 80}
    actions.revise_lesson(lesson=Lesson.objects.get(pk=first.pk), blocks=[film])
    told = [first.versions.count()]
    for least in (80, 90):
        asked = Lesson.objects.get(pk=first.pk).blocks
        actions.revise_lesson(
            lesson=Lesson.objects.get(pk=first.pk), blocks=[each | {"least_percent": least} for each in asked]
        )
        told.append(first.versions.count())

    assert told == [2, 2, 3]
    assert "≥ 90 %" in page_of(Lesson.objects.get(pk=first.pk))


def test_a_package_takes_along_what_must_be_watched_and_an_older_one_asks_for_nothing(okafor, other, tmp_path) -> None:
    def without(told) -> None:
        for row in told["records"]:
            row[2].pop("least_percent", None)
        told["checksum"] = checksum(told["records"])

    for change, least in ((None, 80), (without, None)):
        with enter(okafor):
            made = course(f"Clay {least}")
            write(lesson(module(made), "A jug"), of_file("video", a_film()) | {"least_percent": 80})
            path = packed(tmp_path, made, *([change] if change else []))
        with enter(other):
            there = actions.import_course(path=path)
            assert LessonBlock.objects.get(lesson__course=there).least_percent == least
