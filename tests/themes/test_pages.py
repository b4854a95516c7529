"""Frames, errors and emails."""

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from marque.kit.tenancy.context import enter, leave
from themes.context import site


def test_site_outside_a_tenant_has_no_name(rf: RequestFactory) -> None:
    with leave():
        values = site(rf.get("/"))

        assert (values["site"].name, values["brand"].theme) == ("", "folio")


def test_missing_page_is_in_the_brand(client_for, okafor, update_brand) -> None:
    with enter(okafor):
        update_brand(wordmark="Okafor School")

    response = client_for(okafor).get("/no/such/page/")

    assert response.status_code == 404
    assert "Nothing lives here" in response.text
    assert "Okafor School" in response.text


@pytest.mark.parametrize("template", ["400.html", "500.html", "unknown_host.html", "preparing.html"])
def test_plain_page_needs_no_tenant_and_runs_nothing(template) -> None:
    with leave():
        html = render_to_string(template)

    assert "<script" not in html
    assert "/brand/" not in html


def test_mail_is_in_the_brand_and_escapes_names(okafor, update_brand) -> None:
    with enter(okafor):
        update_brand(wordmark="Okafor & Co", postal_address="Jernbanegade 1\n6000 Kolding")
        html = render_to_string("site/mail/specimen.html", {"name": "<b>Sofia</b>"})
        text = render_to_string("site/mail/specimen.txt", {"name": "Sofia & Joël"})

    assert "Okafor &amp; Co" in html
    assert "&lt;b&gt;Sofia" in html
    assert "Sofia & Joël" in text
    assert "Jernbanegade 1" in text
