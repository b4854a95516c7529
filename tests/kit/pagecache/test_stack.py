"""The page cache among the other middleware."""

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import connections
from django.test.utils import CaptureQueriesContext

from marque.kit.pagecache import store


@pytest.fixture(autouse=True)
def _urls(settings) -> None:
    kinds = {**settings.TENANT_TYPES}
    kinds["business"] = {**kinds["business"], "URLCONF": "tests.kit.pagecache.urls"}
    settings.TENANT_TYPES = kinds


def test_a_kept_page_touches_no_database(okafor, client_for) -> None:
    client = client_for(okafor)
    first = client.get("/")

    with (
        CaptureQueriesContext(connections["default"]) as tenant,
        CaptureQueriesContext(connections["control"]) as control,
    ):
        second = client.get("/")

    assert (first["X-Cache"], second["X-Cache"]) == ("miss", "hit")
    assert (len(tenant), len(control)) == (0, 0)
    assert second.content == first.content
    assert second["Content-Security-Policy"] == first["Content-Security-Policy"]


def test_the_same_path_of_another_tenant_is_its_own(okafor, other, client_for) -> None:
    states = [client_for(tenant).get("/")["X-Cache"] for tenant in (okafor, other, okafor, other)]

    assert states == ["miss", "miss", "hit", "hit"]


def test_a_page_with_a_form_is_never_kept(okafor, client_for) -> None:
    tokens = {client_for(okafor).get("/form/").content for _visit in range(2)}

    assert len(tokens) == 2


def test_a_page_kept_before_a_release_is_made_anew(okafor, client_for, monkeypatch) -> None:
    client = client_for(okafor)
    client.get("/")
    store._near.clear()  # a release starts its processes anew

    monkeypatch.setattr(staticfiles_storage, "manifest_hash", "another", raising=False)

    assert client.get("/")["X-Cache"] == "miss"
