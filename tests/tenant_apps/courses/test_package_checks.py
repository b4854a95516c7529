"""What a package says is checked before it is believed: parts of pages, frames of other sites, the list of files."""

from uuid import uuid4

import pytest

from tenant_apps.courses import actions
from tenant_apps.courses.models import Course, Lesson, LessonBlock
from tenant_apps.courses.packages import packing, reading
from tenant_apps.courses.packages.packing import TooMuchText, checksum
from tenant_apps.courses.packages.reading import BadPackage
from tenant_apps.materials.models import Embed
from tests.tenant_apps.courses.blocks import OWN, VIMEO, a_film, a_sheet, code, embed, of_file, text
from tests.tenant_apps.courses.factories import course, lesson, module, package_of
from tests.tenant_apps.courses.test_packages import packed

pytestmark = pytest.mark.usefixtures("in_okafor")
FOREIGN = "https://evil.example/frame"


def of_blocks() -> Course:
    made = course("Clay")
    jug, film = (lesson(module(made), title) for title in ("A jug", "A film"))
    asked = [text("Look."), OWN, code("a = 1"), embed(), of_file("download", a_sheet()), of_file("video", a_film())]
    actions.revise_lesson(lesson=Lesson.objects.get(pk=jug.pk), blocks=asked)
    Embed.objects.create(lesson=film, address="https://vimeo.com/1", **VIMEO)
    return made


def spoilt(label: str, kind: str = "", /, **fields):
    """A change of a package: other values in records of a model, and the checksum that fits."""

    def change(told) -> None:
        for row in told["records"]:
            if row[0] == label and kind in ("", row[2].get("kind")):
                row[2].update(fields)
        told["checksum"] = checksum(told["records"])

    return change


def block(kind: str, /, **fields):
    return spoilt("courses.LessonBlock", kind, **fields)


def older(**fields):
    return spoilt("materials.Embed", **fields)


def _too_many(told) -> None:
    row = next(row for row in told["records"] if row[0] == "courses.LessonBlock" and row[2]["kind"] == "code")
    told["records"] += [[row[0], str(uuid4()), row[2] | {"position": n}] for n in range(100, 156)]
    told["checksum"] = checksum(told["records"])


@pytest.mark.parametrize(
    "change",
    [
        block("text", kind="marquee"),
        block("text", kind=["text"]),
        block("text", shown=["frame"]),
        block("text", text=5),
        block("text", text=f"<p>{'a' * 40_001}</p>"),
        block("text", text="<p>a<![foo b</p>"),
        block("code", text="a" * 40_001),
        block("code", title="a" * 161),
        block("code", title={"a": 1}),
        block("code", language="a" * 25),
        block("code", language=["python"]),
        block("embed", address=FOREIGN),
        block("embed", address="https://vimeo.com/1\n"),
        block("embed", address=7),
        block("embed", shown={}),
        block("embed", shown=VIMEO | {"frame": FOREIGN}),
        block("embed", shown=VIMEO | {"frame": "javascript:alert(1)"}),
        block("embed", shown=VIMEO | {"frame": "http://player.vimeo.com/video/1"}),
        block("embed", shown=VIMEO | {"frame": "https://player.vimeo.com@evil.example/"}),
        block("embed", shown=VIMEO | {"frame": "https://www.loom.com/embed/1"}),
        block("embed", shown=VIMEO | {"provider": "Loom"}),
        block("embed", shown=VIMEO | {"width": "16;x"}),
        block("code", least_percent=50),
        block("video", least_percent=101),
        block("video", least_percent=0),
        block("video", least_percent="50"),
        block("video", least_percent=True),
        older(frame=FOREIGN),
        older(frame=None),
        older(address=FOREIGN),
        older(provider="Loom"),
        _too_many,
    ],
)
def test_a_part_that_no_editor_makes_is_refused(change, tmp_path) -> None:
    path = packed(tmp_path, of_blocks(), change)

    with pytest.raises(BadPackage):
        reading.read(path)


def test_sixty_parts_and_a_text_of_the_greatest_length_are_read(tmp_path) -> None:
    made = of_blocks()
    jug = Lesson.objects.get(title="A jug")
    long = {"kind": "text", "text": "<p>&amp;</p>" * 3_333}  # longer as the editor writes it
    actions.revise_lesson(lesson=jug, blocks=[OWN, *[code("a = 1")] * 58, long])
    assert len(LessonBlock.objects.get(kind="text").text) > 40_000

    made = actions.import_course(path=packed(tmp_path, made))

    assert LessonBlock.objects.filter(lesson__course=made).count() == 60


def test_what_a_part_does_not_hold_is_left_out(tmp_path) -> None:
    foreign = {"text": "<script>x()</script>", "address": FOREIGN, "shown": {"frame": FOREIGN}}
    made = actions.import_course(path=packed(tmp_path, of_blocks(), block("download", **foreign)))

    there = LessonBlock.objects.get(lesson__course=made, kind="download")
    assert (there.text, there.address, there.shown) == ("", "", {})


def listed(**fields):
    return lambda told: told["files"][0].update(fields)


@pytest.mark.parametrize(
    "change",
    [
        listed(key=5),
        listed(key=[]),
        listed(key="title"),
        listed(title=5),
        listed(title="a\0b"),
        listed(title="a" * 201),
        listed(title="\ud800"),
        listed(name=None),
        listed(name="a" * 256),
        listed(size=True),
        listed(sha256="words"),
        lambda told: told["files"].append(dict(told["files"][0])),
        # no checksum can be made of half a character
        lambda told: told["records"][0][2].update(title="\ud800"),
    ],
)
def test_a_list_of_files_that_we_would_not_write_is_refused(change, tmp_path) -> None:
    path = packed(tmp_path, of_blocks(), change)

    with pytest.raises(BadPackage):
        reading.read(path)


def test_a_number_without_end_is_refused(tmp_path) -> None:
    path = packed(tmp_path, of_blocks(), spoilt("courses.Lesson", minutes=float("inf")))

    with pytest.raises(BadPackage):
        actions.import_course(path=path)


def test_much_text_that_repeats_itself_comes_back(tmp_path) -> None:
    made = course("Clay")
    home = module(made)
    for number in range(9):
        holder = lesson(home, f"Lesson {number}")
        LessonBlock.objects.bulk_create(
            LessonBlock(lesson=holder, kind="code", text="a" * 40_000, position=place) for place in range(60)
        )
    (path := tmp_path / "a.zip").write_bytes(package_of(made))

    found = reading.read(path)

    assert sum(len(one.fields.get("text", "")) for one in found.records) == 9 * 60 * 40_000


def test_more_text_than_is_read_again_is_not_packed(monkeypatch) -> None:
    monkeypatch.setattr(packing, "MOST_INDEX", 2000)

    with pytest.raises(TooMuchText, match=r"The texts of “Clay” are .* a package holds 2\.0"):
        package_of(of_blocks())
