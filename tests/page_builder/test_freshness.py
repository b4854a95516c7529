"""Kept pages are made again when what they show changes."""

import pytest
from wagtail.models import PageViewRestriction

from marque.kit.facts.sweep import deliver_pending
from marque.kit.money import Money
from marque.kit.pagecache.parts import kept_part
from marque.kit.tenancy.context import enter
from page_builder.actions import fill_home
from page_builder.starters import academy_home
from tenant_apps.catalog.actions import set_price


@pytest.fixture(autouse=True)
def _kept(settings) -> None:
    settings.PAGE_CACHE = True


def test_page_is_kept(okafor, landing, client_for) -> None:
    answers = [client_for(okafor).get("/negotiate/")["X-Cache"] for _ in range(2)]

    assert answers == ["miss", "hit"]


def test_publishing_a_page_refreshes_all(okafor, landing, client_for, django_capture_on_commit_callbacks) -> None:
    client_for(okafor).get("/negotiate/")

    with enter(okafor), django_capture_on_commit_callbacks(execute=True):
        fill_home(body=academy_home(name="Okafor"))

    assert client_for(okafor).get("/negotiate/")["X-Cache"] != "hit"


def test_a_page_made_private_is_gone_at_once(okafor, landing, client_for, django_capture_on_commit_callbacks) -> None:
    client_for(okafor).get("/negotiate/")

    with enter(okafor), django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.create(page=landing, restriction_type="login")

    assert client_for(okafor).get("/negotiate/").status_code == 302


def test_blocks_are_kept_for_whoever_is_signed_in(
    okafor, landing, sold, client_for, settings, django_assert_num_queries, django_capture_on_commit_callbacks
) -> None:
    settings.PAGE_CACHE, settings.PAGE_PARTS = False, True
    client = client_for(okafor)
    client.get("/negotiate/")

    with django_assert_num_queries(2):
        kept = client.get("/negotiate/").content
    with enter(okafor), django_capture_on_commit_callbacks(execute=True):
        set_price(offer=sold[1], price=Money(52000, "USD"))
        deliver_pending()

    assert (b"$490" in kept, b"$520" in kept) == (True, False)
    assert b"$520" in client.get("/negotiate/").content


def test_parts_of_one_tenant_are_not_anothers(okafor, other, settings) -> None:
    settings.PAGE_PARTS = True

    with enter(other):
        assert kept_part(("name",), ("page",), lambda: "theirs") == "theirs"
    with enter(okafor):
        assert kept_part(("name",), ("page",), lambda: "ours") == "ours"


def test_price_change_shows(
    okafor, landing, sold, client_for, deliver_facts, django_capture_on_commit_callbacks
) -> None:
    client_for(okafor).get("/negotiate/")

    with enter(okafor), django_capture_on_commit_callbacks(execute=True):
        set_price(offer=sold[1], price=Money(52000, "USD"))
        deliver_facts()

    assert b"$520" in client_for(okafor).get("/negotiate/").content
