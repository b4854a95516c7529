import zipfile
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from shared_apps.integrations.local_video.sample import make_sample_video


@pytest.fixture(scope="session")
def film_bytes(tmp_path_factory):
    path = tmp_path_factory.mktemp("films") / "film.mp4"
    return make_sample_video(path, "The renewal letter", 3, "#0f4d3f", "#ff8f7a").read_bytes()


@pytest.fixture
def picture():
    """A JPEG on its side, with a place in its EXIF."""

    def make(name="photo.jpg", form="JPEG", size=(40, 20), **options):
        exif = Image.Exif()
        exif[0x0112], exif[0x010F] = 6, "Camera of Sofia"
        exif.get_ifd(0x8825)[1] = "N"
        out = BytesIO()
        Image.new("RGB", size, "#0f4d3f").save(out, form, exif=exif, **options)
        return ContentFile(out.getvalue(), name=name)

    return make


@pytest.fixture
def zipped():
    def make(name, *members):
        out = BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for member in members:
                archive.writestr(member, "x")
        return ContentFile(out.getvalue(), name=name)

    return make


@pytest.fixture
def document():
    def make(name="workbook.pdf", content=b"%PDF-1.7\n" + bytes(range(256)) * 4):
        return ContentFile(content, name=name)

    return make
