"""What machines read."""

import json
import re
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from marque.kit.tenancy.context import enter
from page_builder.models import LandingPage


def test_sitemap_lists_pages_and_courses(okafor, landing, client_for) -> None:
    response = client_for(okafor).get("/sitemap.xml")

    paths = re.findall(r"<loc>http://okafor\.localhost(?::\d+)?(/[^<]*)</loc>", response.content.decode())
    assert sorted(paths) == ["/", "/courses/", "/courses/the-second-number/", "/negotiate/"]
    assert response["Content-Type"] == "application/xml"


def test_sitemap_leaves_out_hidden_pages(okafor, landing, client_for) -> None:
    with enter(okafor):
        LandingPage.objects.update(hidden_from_search=True)

    assert b"/negotiate/" not in client_for(okafor).get("/sitemap.xml").content


def test_sitemap_of_another_tenant_is_its_own(okafor, other, landing, client_for) -> None:
    assert b"negotiate" not in client_for(other).get("/sitemap.xml").content


def test_robots_names_the_sitemap(okafor, client_for) -> None:
    response = client_for(okafor).get("/robots.txt")

    assert response.content.decode().splitlines()[-1] == "Sitemap: http://okafor.localhost/sitemap.xml"
    assert b"Disallow: /checkout/" in response.content


def test_manifest_carries_the_name(okafor, client_for) -> None:
    manifest = client_for(okafor).get("/manifest.webmanifest").json()

    assert (manifest["name"], manifest["start_url"]) == ("Okafor", "/learn/")


def test_icons_of_a_home_screen_are_pictures_of_their_size(okafor, client_for) -> None:
    client = client_for(okafor)
    icons = [icon for icon in client.get("/manifest.webmanifest").json()["icons"] if icon["type"] == "image/png"]
    (touch,) = re.findall(r'rel="apple-touch-icon" href="([^"]+)"', client.get("/courses/").content.decode())

    drawn = {icon["src"]: Image.open(BytesIO(client.get(icon["src"]).content)) for icon in icons}

    assert [f"{picture.width}x{picture.height}" for picture in drawn.values()] == [icon["sizes"] for icon in icons]
    assert drawn[touch].size == (180, 180)
    # the ground to its corners, and a letter on it
    assert all(picture.convert("RGB").getpixel((0, 0)) == ground(client) for picture in drawn.values())
    assert all(len(picture.convert("RGB").getcolors(1 << 16)) > 2 for picture in drawn.values())


def ground(client) -> tuple[int, int, int]:
    svg = client.get(client.get("/manifest.webmanifest").json()["icons"][0]["src"]).content.decode()
    (colour,) = re.findall(r'<rect [^>]*fill="#([0-9a-f]{6})"', svg)
    return tuple(bytes.fromhex(colour))


def test_landing_describes_its_offer(okafor, landing, client_for) -> None:
    content = client_for(okafor).get("/negotiate/").content.decode()

    records = {
        r["@type"]: r for r in map(json.loads, re.findall(r'<script type="application/ld\+json">(.*?)<', content))
    }
    assert records["Course"]["offers"]["price"] == "490.00"
    assert records["FAQPage"]["mainEntity"][0]["acceptedAnswer"]["text"] == "Six weeks."


def test_canonical_address_is_the_primary_domain(okafor, landing, client_for) -> None:
    content = client_for(okafor).get("/negotiate/?utm_source=mail").content.decode()

    assert re.findall(r'rel="canonical" href="http://okafor\.localhost(?::\d+)?/negotiate/"', content)


def test_picture_is_served_to_its_own_tenant_only(okafor, other, client_for) -> None:
    with enter(okafor):
        name = default_storage.save("images/cover.webp", ContentFile(b"RIFF"))

    own, foreign = client_for(okafor).get(f"/media/{name}"), client_for(other).get(f"/media/{name}")

    assert (own.status_code, own["Content-Type"]) == (200, "image/webp")
    assert foreign.status_code == 404


def test_other_files_are_no_pictures(okafor, client_for) -> None:
    with enter(okafor):
        name = default_storage.save("images/page.html", ContentFile(b"<script>"))

    assert client_for(okafor).get(f"/media/{name}").status_code == 404
