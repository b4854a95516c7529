import re
import subprocess
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from marque.kit.errors import Refused
from tenant_apps.certificates import actions
from tenant_apps.certificates.models import CertificatePicture
from tenant_apps.certificates.starters import STARTERS
from tenant_apps.certificates.typeset import direction_of

pytestmark = pytest.mark.usefixtures("in_okafor")

SCRIPTS = {
    "devanagari": ("राहुल देशपांडे", "Noto-Serif-Devanagari"),
    "arabic": ("فاطمة الزهراء", "Noto-Naskh-Arabic"),
    "emoji": ("Sofia 🎓 Brandt", "Noto-Color-Emoji"),
}


def drawn(pixels=(40, 20)):
    out = BytesIO()
    Image.new("RGB", pixels, "#804020").save(out, "PNG")
    return ContentFile(out.getvalue(), name="signature.png")


@pytest.fixture
def design():
    return actions.set_design(course=None, heading="H", lead="L", wording="finished {course}")


def fonts(pdf: bytes) -> str:
    return subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


@pytest.mark.parametrize(("name", "font"), SCRIPTS.values(), ids=SCRIPTS)
def test_pdf_has_letters_for_every_script(browser, certificate, name, font):
    actions.reissue(certificate=certificate, name=name)

    answer = browser.get(f"/certificates/{certificate.serial}/certificate.pdf")

    assert font in fonts(answer.content)


def test_pdf_of_a_designed_one_has_its_paper(browser, design, course, sofia):
    upright = next(each.layout for each in STARTERS if each.code == "upright").as_json() | {"paper": "letter"}
    actions.set_layout(design=design, layout=upright, seen=0)
    certificate = actions.issue(person=sofia, course=course)

    pdf = browser.get(f"/certificates/{certificate.serial}/certificate.pdf").content

    said = subprocess.run(["pdfinfo", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    assert "612" in said and "792" in said and "Pages:           1\n" in said


def test_picture_card_has_the_shape_networks_show(browser, certificate):
    answer = browser.get(f"/certificates/{certificate.serial}/card.png")

    with Image.open(BytesIO(answer.content)) as image:
        assert (image.format, image.size) == ("PNG", (1200, 630))
    page = browser.get(f"/certificates/{certificate.serial}/").content.decode()
    assert f"/certificates/{certificate.serial}/card.png" in page and 'property="og:image"' in page


@pytest.mark.parametrize("shape", ["page", "card"])
def test_picture_of_a_withdrawn_one_is_404(browser, certificate, shape):
    actions.revoke(certificate=certificate)

    assert browser.get(f"/certificates/{certificate.serial}/{shape}.png").status_code == 404


def test_add_picture_twice_is_one():
    first, second = actions.add_picture(file=drawn()), actions.add_picture(file=drawn())

    assert first == second
    assert (CertificatePicture.objects.get().width, first.content_type) == (40, "image/png")


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"\x89PNG\r\n\x1a\nbroken"])
def test_add_picture_refuses_what_is_none(content):
    with pytest.raises(Refused):
        actions.add_picture(file=ContentFile(content, name="x.png"))


def test_designed_pdf_shows_its_pictures(browser, design, course, sofia):
    picture = actions.add_picture(file=drawn())
    layout = STARTERS[0].layout.as_json() | {"picture": str(picture.key)}
    actions.set_layout(design=design, layout=layout, seen=0)
    certificate = actions.issue(person=sofia, course=course)

    pdf = browser.get(f"/certificates/{certificate.serial}/certificate.pdf").content

    listed = subprocess.run(["pdfimages", "-list", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    assert " 40 " in listed


def words_at(pdf: bytes) -> dict[str, float]:
    """How far from the left each word stands."""
    said = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return {word: float(left) for left, word in re.findall(r'xMin="(.+?)".*?>(.+?)</word>', said)}


def test_words_of_a_design_are_read_their_own_way(browser, design, course, sofia):
    where = {"kind": "text", "x": 5, "w": 90, "size": 14}
    fields = [
        where | {"y": 10, "text": "أكملت سارة دورة Python"},
        where | {"y": 20, "text": "{number}: Sara أكملت Django"},
        where | {"y": 40, "text": "{name}"},
    ]
    qr = {"kind": "qr", "x": 80, "y": 80, "w": 8, "h": 11}
    actions.set_layout(design=design, layout=STARTERS[0].layout.as_json() | {"fields": [*fields, qr]}, seen=0)
    certificate = actions.issue(person=sofia, course=course)

    at = words_at(browser.get(f"/certificates/{certificate.serial}/certificate.pdf").content)

    # the last word of Arabic words is on their left, and on the right of Latin ones; none leaves its side of the page
    arabic = [left for word, left in at.items() if word[0] > "\u0600"]
    assert at["Python"] < min(arabic) and at["Sara"] < max(arabic) < at["Django"]
    assert max(at.values()) < 420


@pytest.mark.parametrize(
    ("text", "way"),
    [("", "ltr"), ("2026!", "ltr"), ("«12» أكملت Go", "rtl"), ("Go أكملت", "ltr"), ("(שלום)", "rtl"), ("राहुल", "ltr")],
    ids=ascii,
)
def test_direction_is_that_of_the_first_letter(text, way):
    assert direction_of(text) == way
