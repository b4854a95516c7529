"""Hana brings a domain of her own, as its DNS comes to say so, and takes her whole business along in one file."""

import io
import zipfile

import pytest
from playwright.sync_api import expect

from tests.journeys.stage.post import PostOffice, link_in
from tests.journeys.stage.studio import look_at
from tests.journeys.stage.visitor import Visitor

DOMAIN = "learn.north-light.example"


@pytest.fixture
def hana(visit) -> Visitor:
    """The owner of North Light, in her Studio."""
    return visit("northlight").sign_in("hana@northlight.example", then="/studio/")


def test_a_domain_is_claimed_proven_and_connected(visit, hana: Visitor) -> None:
    hana.go("/studio/settings/domains/")
    look_at(hana, "studio, domains")
    hana.page.locator("main [name=domain]").fill(DOMAIN)
    hana.page.get_by_label("Make it my main domain").uncheck()
    hana.click("Connect")
    card = hana.page.get_by_role("article", name=DOMAIN)
    expect(card).to_contain_text("Waiting for DNS")
    card.get_by_role("button", name="Check now").click()
    expect(card).to_contain_text("isn't in the DNS")
    look_at(hana, "studio, domain waiting")

    target = card.locator(".domain-part code").nth(1).inner_text()
    hana.site.dns.publish(f"{DOMAIN} CNAME {target}.")
    card.get_by_role("button", name="Check now").click()
    expect(card).to_contain_text("All is right: visitors arrive here.")
    look_at(hana, "studio, domain connected")

    reader: Visitor = visit("northlight")
    reader.go(f"http://{DOMAIN}:{reader.site.port}/")
    reader.sees("North Light")
    reader.page.wait_for_url("**northlight.localhost**")

    card.get_by_role("button", name="Make it the main domain").click()
    hana.page.wait_for_url(f"http://{DOMAIN}:*/accounts/link/**")
    hana.click("Sign in")
    hana.page.wait_for_url(f"http://{DOMAIN}:*/studio/settings/domains/")
    card.get_by_role("button", name="Remove").click()
    hana.click("Remove domain")
    hana.page.wait_for_url("**northlight.localhost:*/accounts/link/**")
    hana.click("Sign in")
    expect(hana.page.get_by_role("heading", level=1, name="Domains")).to_be_visible()
    expect(hana.page.get_by_role("article", name=DOMAIN)).to_have_count(0)


def test_the_whole_business_is_taken_along(hana: Visitor, post: PostOffice) -> None:
    hana.go("/studio/capsule/")
    look_at(hana, "studio, take along")
    hana.click("Make my file")
    expect(hana.page.get_by_role("link", name="Download")).to_be_visible()
    look_at(hana, "studio, file ready")
    hana.go(link_in(post.letter("hana@northlight.example", "in one file"), "/studio/"))

    taken = hana.download(lambda: hana.follow("Download"))

    assert "capsule.json" in zipfile.ZipFile(io.BytesIO(taken)).namelist()
