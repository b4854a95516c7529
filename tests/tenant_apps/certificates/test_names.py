"""Names of any script and length, drawn: within the paper, in their own room, in faces that have their letters."""

import re
import subprocess
from dataclasses import replace
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image, ImageChops

from marque.kit.pdf import draw_page, render_pdf
from tenant_apps.certificates import actions
from tenant_apps.certificates.documents import certificate_pdf, finder, page_html
from tenant_apps.certificates.editions import contents_of
from tenant_apps.certificates.queries import design_for
from tenant_apps.certificates.sharing import linkedin_url
from tenant_apps.certificates.sheet import Sheet, sheet_of
from tenant_apps.certificates.starters import STARTERS
from tenant_apps.courses.actions import create_course
from tests.tenant_apps.certificates.faces import faces, faces_with, foreign

pytestmark = [pytest.mark.usefixtures("in_okafor"), pytest.mark.slow]

NAMES = {
    "devanagari": "राहुल देशपांडे",
    "arabic": "فاطمة الزهراء",
    "emoji": "Sofia 🎓 Brandt",
    "eighty": "Maximiliane Alexandra Henriette von Hohenlohe-Langenburg und Waldenburg-Bartenstein"[:80],
    "eighty capitals": "MAXIMILIANE ALEXANDRA HENRIETTE VON HOHENLOHE-LANGENBURG UND WALDENBURG-BARTEN",
    "eighty unbroken": ("Wolfeschlegelsteinhausenbergerdorff" * 3)[:80],
}
WIDE = 1600
# what a letter leaves on the page at the least, in dots
INK = 40


@pytest.fixture
def drawn(certificate):
    """A starter's page with a name, as PDF; everything else on it stays as it is for any name."""
    contents = contents_of(design_for(certificate.course))
    sheet = sheet_of(certificate, contents, "UTC")

    def draw(starter, name: str) -> bytes:
        laid = contents | {"layout": starter.layout.as_json()}
        return render_pdf(page_html(replace(sheet, name=name), laid), finder(sheet, laid))

    return draw


def picture(pdf: bytes) -> Image.Image:
    return Image.open(BytesIO(draw_page(pdf, width=WIDE))).convert("L")


@pytest.mark.parametrize("starter", STARTERS, ids=lambda starter: starter.code)
def test_any_name_is_drawn_within_its_room(drawn, starter) -> None:
    fields = starter.layout.fields
    at = next(number for number, each in enumerate(fields) if each.text == "{name}")
    room, below = fields[at], fields[at + 1]
    blank, wrong = picture(drawn(starter, "")), {}

    for kind, name in NAMES.items():
        pdf = drawn(starter, name)
        page = picture(pdf)
        changed = ImageChops.difference(blank, page).point(lambda dot: 255 if dot > 48 else 0)
        # above it the words' edges differ a little: their face is cut down to other letters
        changed.paste(0, (0, 0, page.width, round(page.height * (room.y - 1) / 100)))
        left, top, right, bottom = changed.getbbox() or (0, 0, 0, 0)
        is_within = {
            "beside": page.width * (room.x - 1) / 100 < left < right < page.width * (room.x + room.w + 1) / 100,
            "below": top < bottom < page.height * (below.y + 1) / 100,
            "inked": changed.histogram()[255] > INK * sum(letter.isalpha() for letter in name),
            "faces": all(faces_with(letter) & faces(pdf) for letter in foreign(name)),
        }
        if not all(is_within.values()):
            wrong[kind] = ([each for each, holds in is_within.items() if not holds], (left, top, right, bottom))

    assert wrong == {}


@pytest.mark.parametrize("name", [name for name in NAMES.values() if not foreign(name)], ids=str.split)
def test_every_letter_of_a_long_name_is_on_the_themes_page(certificate, name) -> None:
    actions.reissue(certificate=certificate, name=name)
    certificate.refresh_from_db()

    said = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=certificate_pdf(certificate), capture_output=True)

    words = re.findall(r'xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.+?)<', said.stdout.decode())
    text = "".join(word[4] for word in words)
    assert name.replace(" ", "") in text
    for left, top, right, bottom, word in words:
        assert 0 <= float(left) < float(right) <= 842, word
        assert 0 <= float(top) < float(bottom) <= 595.3, word


def linkedin(certificate) -> dict[str, str]:
    contents = contents_of(design_for(certificate.course))
    sheet: Sheet = sheet_of(certificate, contents, "UTC")
    address = urlsplit(linkedin_url(certificate, sheet))
    assert (address.scheme, address.netloc, address.path) == ("https", "www.linkedin.com", "/profile/add")
    return {name: value for name, (value,) in parse_qs(address.query, strict_parsing=True).items()}


@pytest.mark.parametrize("title", ["दूसरा अंक", "الرقم الثاني", "Wine & Words = 100% 🎓", "T" * 80], ids=ascii)
def test_linkedin_gets_the_title_as_it_is_written(sofia, maren, browser, title) -> None:
    certificate = actions.issue(person=sofia, course=create_course(title=title, author=maren))

    said = linkedin(certificate)

    assert (said["name"], said["certId"], said["organizationName"]) == (title, certificate.number, "Okafor")
    assert (said["startTask"], said["issueYear"]) == ("CERTIFICATION_NAME", str(certificate.issued_at.year))
    assert browser.get(urlsplit(said["certUrl"]).path).status_code == 200
