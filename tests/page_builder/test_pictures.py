"""Pictures that creators put on pages."""

import io
import re

import pytest
from django.core.files.images import ImageFile
from PIL import Image as Pixels
from wagtail.images import get_image_model

from marque.kit.tenancy.context import enter
from page_builder.actions import publish_landing
from page_builder.models import LandingPage
from page_builder.starters import course_landing
from page_builder.starters.build import block


@pytest.fixture
def picture(okafor):
    """A picture in Okafor's library."""
    pixels = io.BytesIO()
    Pixels.new("RGB", (1400, 1400), "#0f4d3f").save(pixels, "PNG")
    with enter(okafor):
        return get_image_model().objects.create(
            title="Studio", description="A desk", file=ImageFile(pixels, name="desk.png")
        )


def test_picture_of_the_opening_is_served(okafor, other, picture, client_for) -> None:
    words = {"hero": {"headline": "Say it.", "image": picture.pk}}
    with enter(okafor):
        publish_landing(slug="desk", title="Desk", body=course_landing(words=words, offer_key="", course_key=""))

    tag = re.search(r'<img[^>]*class="hero-img"[^>]*>', client_for(okafor).get("/desk/").content.decode())[0]
    address = re.search(r'src="([^"]+)"', tag)[1]

    assert 'width="960"' in tag and 'height="1120"' in tag
    assert client_for(okafor).get(address)["Content-Type"] == "image/webp"
    assert client_for(other).get(address).status_code == 404


def test_picture_block_offers_sizes(okafor, picture, client_for) -> None:
    value = {"image": {"image": picture.pk, "alt_text": "A desk", "decorative": False}, "caption": "", "width": "page"}
    with enter(okafor):
        publish_landing(slug="desk", title="Desk", body=[block("picture", value)])

    tag = re.search(r"<img[^>]*srcset[^>]*>", client_for(okafor).get("/desk/").content.decode())[0]

    assert len(re.findall(r"\d+w", tag)) >= 2
    assert 'alt="A desk"' in tag
    assert 'loading="lazy"' in tag


def test_deleted_picture_gives_way_to_a_drawn_cover(okafor, picture, client_for) -> None:
    words = {"hero": {"headline": "Say it.", "image": picture.pk}}
    with enter(okafor):
        publish_landing(slug="desk", title="Desk", body=course_landing(words=words, offer_key="", course_key=""))
        picture.delete()

    content = client_for(okafor).get("/desk/").content.decode()

    assert re.search(r'<img class="hero-img" src="/covers/', content)


def test_shared_link_shows_the_picture(okafor, picture, landing, client_for) -> None:
    with enter(okafor):
        LandingPage.objects.update(share_image=picture)

    content = client_for(okafor).get("/negotiate/").content.decode()

    address = re.search(r'property="og:image" content="http://[^/]+(/[^"]+)"', content)[1]
    assert client_for(okafor).get(address)["Content-Type"] == "image/jpeg"
