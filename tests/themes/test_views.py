"""Stylesheets, covers and pages as a browser gets them."""

import re

import pytest
from django.urls import resolve

from marque.kit.tenancy.context import enter
from themes.brand import current_brand
from themes.covers import art


def test_stylesheet_at_its_version_is_immutable(client_for, okafor) -> None:
    with enter(okafor):
        url = current_brand().stylesheet_url

    response = client_for(okafor).get(url)

    assert response.status_code == 200
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Cookie" not in response.get("Vary", "")


def test_stylesheet_at_an_old_version_leads_to_the_new_one(client_for, okafor, update_brand) -> None:
    with enter(okafor):
        old = current_brand().stylesheet_url
        update_brand(brand_colour="#8a1c3b")
        new = current_brand().stylesheet_url

    response = client_for(okafor).get(old)

    assert (response.status_code, response["Location"], response["Cache-Control"]) == (302, new, "no-store")


def test_stylesheet_is_small(client_for, okafor) -> None:
    with enter(okafor):
        url = current_brand().stylesheet_url

    response = client_for(okafor).get(url, headers={"accept-encoding": "gzip"})

    assert response["Content-Encoding"] == "gzip"
    assert len(response.content) < 20_000


@pytest.mark.parametrize("style", sorted(art.STYLES))
def test_cover_is_a_drawing_that_may_run_nothing(client_for, okafor, style) -> None:
    with enter(okafor):
        url = art.address(style, art.seed_of("The Second Number"), "square", current_brand().art_version)

    response = client_for(okafor).get(url)

    assert response.status_code == 200
    assert response["Content-Type"] == "image/svg+xml"
    policy = {part.strip() for part in response["Content-Security-Policy"].split(";")}
    assert policy == {"default-src 'none'", "style-src 'unsafe-inline'"}


@pytest.mark.parametrize(("style", "size"), [("oil", "card"), ("paper", "huge")])
def test_cover_of_an_unknown_kind_is_missing(client_for, okafor, style, size) -> None:
    url = art.address(style, art.seed_of("The Second Number"), size, "00000000")

    assert client_for(okafor).get(url).status_code == 404


def test_cover_with_a_seed_of_a_strangers_own_is_missing(client_for, okafor) -> None:
    url = art.address("paper", "0123456789abcdef" + "0" * 8, "card", "00000000")

    assert client_for(okafor).get(url).status_code == 404


def test_cover_at_an_old_version_leads_to_the_new_colours(client_for, okafor) -> None:
    with enter(okafor):
        new = art.address("paper", art.seed_of("The Second Number"), "card", current_brand().art_version)

    response = client_for(okafor).get(art.address("paper", art.seed_of("The Second Number"), "card", "00000000"))

    assert (response.status_code, response["Location"]) == (302, new)


def test_specimen_has_no_inline_style_or_script(client_for, okafor) -> None:
    response = client_for(okafor).get("/brand/specimen/")

    assert response.status_code == 200
    assert re.findall(r"""\sstyle=|<style|<script(?![^>]*src=)|\son\w+=""", response.text) == []


def test_account_menu_for_a_stranger_is_empty(client_for, okafor) -> None:
    response = client_for(okafor).get("/account/menu/")

    assert (response.status_code, response.content) == (204, b"")


def test_addresses_written_out_are_the_ones_routed(okafor) -> None:
    with enter(okafor):
        brand = current_brand()
        urls = [brand.stylesheet_url, brand.studio_stylesheet_url, brand.icon_url]
        urls.append(art.address("paper", art.seed_of("x"), "card", brand.art_version))

    names = [resolve(url, urlconf="marque.config.urls_tenant").view_name for url in urls]

    assert names == ["themes:stylesheet", "themes:studio_stylesheet", "themes:icon", "themes:cover"]
