"""Captions of films at Mux: fetched there from us, once, and from a copy never."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from marque.kit import clock
from tenant_apps.media import actions
from tenant_apps.media.models import HostedFilm
from tests.tenant_apps.media.hosted import connected, ready

VTT = b"WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n"


@pytest.fixture
def hosting(mux, in_okafor):
    return connected()


def follow(now=None):
    return actions.follow_due(now=now)


def test_captions_are_fetched_from_us_and_another_text_replaces_them(hosting, mux, client_for, okafor):
    asset = ready(mux)
    there = HostedFilm.objects.get().reference
    for text in (VTT, VTT.replace(b"Hello", b"Good day")):
        actions.set_caption(asset=asset, language="en", file=ContentFile(text, name="en.vtt"))
        follow()
    first = [call for call in mux.calls if call.path.endswith("/tracks")]

    [(language, url)] = mux.books.captions(there)
    follow(clock.now() + timedelta(days=1))

    assert language == "en" and b"Good day" in client_for(okafor).get(url[url.index("/media/") :]).content
    assert len(first) == 2 == len([call for call in mux.calls if call.path.endswith("/tracks")])
    actions.remove_caption(asset=asset, language="en")
    follow()
    assert mux.books.captions(there) == []


def test_captions_go_there_although_mux_was_away(hosting, mux):
    asset = ready(mux)
    mux.down = 3
    actions.set_caption(asset=asset, language="en", file=ContentFile(VTT, name="en.vtt"))
    follow()

    follow(clock.now() + timedelta(hours=1))

    assert len(mux.books.captions(HostedFilm.objects.get().reference)) == 1


def test_captions_whose_answer_was_lost_are_looked_for_and_not_sent_twice(hosting, mux):
    asset = ready(mux)
    mux.losing = 1
    actions.set_caption(asset=asset, language="en", file=ContentFile(VTT, name="en.vtt"))
    follow()
    waits = HostedFilm.objects.get().look_at
    follow(waits)

    assert len([call for call in mux.calls if call.path.endswith("/tracks")]) == 1
    assert len(mux.books.captions(HostedFilm.objects.get().reference)) == 1
    assert HostedFilm.objects.get().look_at is None


def test_a_copy_elsewhere_leaves_the_captions_there_alone(hosting, mux):
    asset = ready(mux)
    actions.set_caption(asset=asset, language="en", file=ContentFile(VTT, name="en.vtt"))
    follow()
    there = HostedFilm.objects.get().reference
    before = mux.books.captions(there)
    HostedFilm.objects.update(kept_for="of the original")

    actions.set_caption(asset=asset, language="de", file=ContentFile(VTT, name="de.vtt"))
    actions.remove_caption(asset=asset, language="en")
    follow()

    assert mux.books.captions(there) == before != []
    assert HostedFilm.objects.get().look_at is None
