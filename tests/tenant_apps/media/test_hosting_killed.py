"""kill -9 between any two steps of a film's life at Mux: looked at again, it is there once, or gone for good."""

from datetime import timedelta

import pytest

from marque.kit import clock
from marque.kit.tenancy.context import enter
from tenant_apps.media import actions
from tenant_apps.media.models import Asset, Caption, Film, FilmHosting, HostedFilm, HostedRemoval
from tests.provisioning.killing import killed_at
from tests.tenant_apps.media.hosted import announced, connected, ready, sent

WORK = """
from django.conf import settings
settings.MUX_API = "{url}"
from datetime import timedelta
from marque.kit import clock
from marque.kit.tenancy.context import enter
from shared_apps.integrations.mux.host import MuxFilms
from shared_apps.tenants.models import Tenant
from tenant_apps.media import actions
from tenant_apps.media.actions import hosting, removing

dying(MuxFilms, "find", "taken", "asked")
dying(hosting, "_ready", after="written")
dying(MuxFilms, "remove_captions", after="captions taken away")
dying(MuxFilms, "add_captions", after="captions there")
dying(MuxFilms, "remove", "not told", "told")
later = clock.now() + timedelta(days=1)
with enter(Tenant.objects.prefetch_related("domains").get(slug="okafor").as_current()):
    actions.follow_due(now=later)
    actions.settle_removals(now=later)
"""


@pytest.fixture
def committed(okafor, mux, real_commits, monkeypatch):
    """Rows that are really there, and are removed after; what a commit would set in motion waits for the killed one."""
    monkeypatch.setattr("tenant_apps.media.tasks.remove_hosted.delay", lambda: None)
    with enter(okafor):
        connected()
    yield okafor
    with enter(okafor):
        Asset.objects.filter(file="").delete()
        for model in (FilmHosting, HostedRemoval):
            model.objects.all().delete()


def again() -> None:
    for days in (2, 3):
        actions.follow_due(now=clock.now() + timedelta(days=days))
        actions.settle_removals(now=clock.now() + timedelta(days=days))


@pytest.mark.parametrize("step", ["taken", "asked", "written", "captions there"])
def test_a_film_becomes_ready_with_its_captions_once(committed, mux, step):
    with enter(committed):
        hosted = announced()
        Caption.objects.create(asset=hosted.asset, language="en", text="WEBVTT\n")
        there = sent(mux, hosted)
        mux.books.prepare(there)

    assert killed_at(step, WORK.replace("{url}", mux.url))

    with enter(committed):
        again()
        assert Film.objects.get(asset=hosted.asset_id).ready_at
        assert HostedFilm.objects.get(pk=hosted.pk).look_at is None
    assert [language for language, _url in mux.books.captions(there)] == ["en"]


@pytest.mark.parametrize("step", ["not told", "told"])
def test_a_removed_film_goes_there_too(committed, mux, step):
    with enter(committed):
        actions.remove_asset(asset=ready(mux))

    assert killed_at(step, WORK.replace("{url}", mux.url))

    with enter(committed):
        again()
        assert not HostedRemoval.objects.exists()
    assert not mux.books.assets
