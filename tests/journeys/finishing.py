"""A learner finishes a lesson in a tunnel, and reads the certificate as whoever is shown it would."""

import subprocess
import unicodedata
from io import BytesIO

import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from marque.kit.pdf import draw_page
from tests.journeys.stage.visitor import Visitor
from tests.tenant_apps.certificates.faces import faces, faces_with, foreign

_KEPT = "caches.match(location.href, {ignoreVary: true}).then(Boolean)"
_WORKS = "navigator.serviceWorker.ready.then(() => Boolean(navigator.serviceWorker.controller))"


def finish_without_a_line(learner: Visitor, lesson: str, *, done: str) -> None:
    """A picture lesson she opened before: noted and finished in a tunnel, and on the server afterwards."""
    learner.waits_until(_WORKS)
    learner.go(lesson)
    learner.waits_until(_KEPT)
    with learner.offline():
        learner.go(lesson)
        learner.click("Notes")
        learner.click("Write a note")
        learner.page.get_by_label("Note", exact=True).last.fill("Downwind, always.")
        learner.sees("Kept on this device. It is sent when you are online again.")
        learner.page.locator("[data-part=close]").click()
        learner.click("Done, next lesson")
        learner.sees("Done, to be sent")
        learner.page.reload()
        learner.sees("Done, to be sent")
    learner.go(lesson)
    learner.reloads_until(done)
    learner.go("/learn/my/notes/")
    expect(learner.page.get_by_text("Downwind, always.")).to_have_count(1)
    learner.noticed = [words for words in learner.noticed if "INTERNET_DISCONNECTED" not in words]


def read_certificate(pdf: bytes, name: str) -> str:
    """The name is on the paper, in letters that travel with it; the address in its QR code, as a camera reads it."""
    said = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    letters = unicodedata.normalize("NFKC", said)
    words = "".join(each for each in letters if unicodedata.category(each) != "Cf").split()  # no marks of direction
    assert set(name.split()) <= set(words), said
    carried = faces(pdf)
    assert all(faces_with(letter) & carried for letter in foreign(name)), carried
    return _read(Image.open(BytesIO(draw_page(pdf, width=2400))))


def read_code(page: Page) -> str:
    """The address in the QR code of a certificate's page."""
    picture = Image.open(BytesIO(page.locator(".cert-qr").screenshot()))
    return _read(picture.resize((picture.width * 4, picture.height * 4)))


def _read(picture: Image.Image) -> str:
    (code,) = zxingcpp.read_barcodes(picture)
    return code.text
