import hashlib
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from tenant_apps.media.actions import add_asset, remove_asset, rename_asset
from tenant_apps.media.models import Asset
from tenant_apps.media.refusals import (
    Damaged,
    EmptyFile,
    FormatRefused,
    MarkupRefused,
    NoRoom,
    TooLarge,
    TooManyPixels,
    WrongContent,
)

pytestmark = pytest.mark.usefixtures("in_okafor")


def test_add_asset_document_is_stored_below_the_business(okafor, document):
    asset = add_asset(file=document("Rent model (final).PDF"), title="Rent model")

    assert (asset.kind, asset.content_type, asset.title) == ("document", "application/pdf", "Rent model")
    assert asset.file.name == f"tenants/{okafor.id}/media/{asset.key}/rent-model-final.pdf"
    assert asset.sha256 == hashlib.sha256(asset.file.read()).hexdigest()


def test_add_asset_film_is_measured_and_gets_a_still(film_bytes):
    asset = add_asset(file=ContentFile(film_bytes, name="film.mp4"))

    assert (asset.kind, asset.duration_seconds, asset.width, asset.height) == ("video", 3, 960, 540)
    assert Image.open(asset.poster).format == "JPEG"


def test_add_asset_picture_is_upright_and_says_nothing_about_its_maker(picture):
    asset = add_asset(file=picture())

    with Image.open(asset.file) as image:
        assert (image.size, dict(image.getexif()), image.format) == ((20, 40), {}, "JPEG")
    assert b"Camera of Sofia" not in Path(asset.file.path).read_bytes()
    assert (asset.width, asset.height, asset.size) == (20, 40, asset.file.size)


@pytest.mark.parametrize(("form", "name"), [("PNG", "a.png"), ("WEBP", "a.webp"), ("AVIF", "a.avif")])
def test_add_asset_picture_keeps_its_format(picture, form, name):
    asset = add_asset(file=picture(name, form))

    with Image.open(asset.file) as image:
        assert (image.format, dict(image.getexif())) == (form, {})


def test_add_asset_moving_picture_keeps_moving():
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "green", "blue")]
    out = BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=80, comment=b"secret")

    asset = add_asset(file=ContentFile(out.getvalue(), name="a.gif"))

    with Image.open(asset.file) as image:
        assert (image.n_frames, image.info.get("comment")) == (3, None)


def test_add_asset_picture_with_a_page_behind_it_loses_the_page(picture):
    file = picture("a.png", "PNG")
    file = ContentFile(file.read() + b"<script>alert(1)</script>", name="a.png")

    assert b"script" not in Path(add_asset(file=file).file.path).read_bytes()


@pytest.mark.parametrize(
    ("name", "members"),
    [
        ("a.docx", ["word/document.xml"]),
        ("a.xlsx", ["xl/workbook.xml"]),
        ("a.pptx", ["ppt/presentation.xml"]),
        ("a.epub", ["mimetype", "META-INF/container.xml"]),
        ("a.zip", ["anything.txt"]),
    ],
)
def test_add_asset_zipped_formats_are_told_apart(zipped, name, members):
    assert add_asset(file=zipped(name, *members)).title == "a"


def test_add_asset_plain_text_is_taken():
    asset = add_asset(file=ContentFile("Größe; 12\n".encode() * 9000, name="numbers.csv"))

    assert (asset.kind, asset.content_type) == ("document", "text/plain; charset=utf-8")


def test_add_asset_same_file_twice_is_one_asset(document):
    first = add_asset(file=document(), title="Workbook")
    second = add_asset(file=document(), title="Workbook")

    assert first == second
    assert Asset.objects.count() == 1


@pytest.mark.parametrize("name", ["logo.svg", "page.HTML", "run.js", "feed.xml"])
def test_add_asset_markup_is_refused(name):
    with pytest.raises(MarkupRefused, match="can carry scripts") as caught:
        add_asset(file=ContentFile(b"<svg onload='alert(1)'/>", name=name))

    assert caught.value.field == "file"


@pytest.mark.parametrize("name", ["setup.exe", "run.sh", "photo", "shell.php", "a.pdf.exe"])
def test_add_asset_other_extension_is_refused_with_what_is_right(name):
    with pytest.raises(FormatRefused, match="Use MP4, MOV or WebM for video"):
        add_asset(file=ContentFile(b"x", name=name))


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("photo.png", b"%PDF-1.7", "PDF"),
        ("film.mp4", b"#EXTM3U\nfile:///etc/passwd", "unknown"),
        ("notes.txt", b"<html><script>", "unknown"),
        ("notes.txt", b"\x7fELF\0\0", "a Linux program"),
        ("notes.md", b"fine\n" * 400 + b"\xff\xfe", "unknown"),
        ("photo.jpg", b"GIF89a", "GIF"),
        ("report.docx", b"PK\x03\x04 broken", "unknown"),
    ],
)
def test_add_asset_wrong_content_names_what_is_there(name, content, found):
    with pytest.raises(WrongContent, match=f"Its content is {found};"):
        add_asset(file=ContentFile(content, name=name))


def test_add_asset_zip_named_word_is_refused(zipped):
    with pytest.raises(WrongContent, match="Its content is ZIP; .docx means Word"):
        add_asset(file=zipped("a.docx", "virus.exe"))


def test_add_asset_empty_file_is_refused():
    with pytest.raises(EmptyFile, match="a.pdf is empty"):
        add_asset(file=ContentFile(b"", name="a.pdf"))


def test_add_asset_damaged_picture_is_refused(picture):
    cut = picture(size=(400, 400)).read()[:900]

    with pytest.raises(Damaged):
        add_asset(file=ContentFile(cut, name="photo.jpg"))


def test_add_asset_damaged_film_is_refused_and_leaves_nothing(film_bytes, settings):
    with pytest.raises(Damaged):
        add_asset(file=ContentFile(film_bytes[:200], name="film.mp4"))

    assert not list(Path(settings.MEDIA_ROOT).rglob("*.*"))


@pytest.mark.parametrize("size", [(5001, 5000), (14000, 14000)])
def test_add_asset_picture_above_25_megapixels_is_refused(size):
    out = BytesIO()
    Image.new("1", size).save(out, "PNG")

    with pytest.raises(TooManyPixels, match="The most is 25"):
        add_asset(file=ContentFile(out.getvalue(), name="huge.png"))


def test_add_asset_too_large_says_the_limit(document):
    file = document()
    file.size = 101 << 20

    with pytest.raises(TooLarge, match="has 101.0\xa0MB. The most for this kind of file is 100.0\xa0MB"):
        add_asset(file=file)


def test_add_asset_above_the_quota_is_refused(document, settings):
    settings.MEDIA_QUOTA_BYTES = 1200
    add_asset(file=document(), title="One")

    with pytest.raises(NoRoom, match="are left"):
        add_asset(file=document("other.pdf", b"%PDF-" + b"x" * 500), title="Two")


def test_rename_asset_changes_the_title_only(document):
    asset = add_asset(file=document())

    rename_asset(asset=asset, title="The workbook")

    assert Asset.objects.get().title == "The workbook"


def test_remove_asset_removes_its_files(film_bytes, django_capture_on_commit_callbacks):
    asset = add_asset(file=ContentFile(film_bytes, name="film.mp4"))
    kept = [Path(asset.file.path), Path(asset.poster.path)]

    with django_capture_on_commit_callbacks(execute=True):
        remove_asset(asset=asset)

    assert not Asset.objects.exists()
    assert [path.exists() for path in kept] == [False, False]
