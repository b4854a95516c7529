"""The Mux adapter over HTTP, against the double."""

from datetime import timedelta

import pytest

from marque.kit import clock
from shared_apps.integrations.ports.errors import ProviderError
from shared_apps.integrations.ports.films import FilmState, HostNotice, film_host, host_setup
from shared_apps.integrations.ports.video import StoredVideo
from tests.doubles.mux.keys import claims_of, keys


def own(**other):
    return film_host("mux", keys() | other)


def begun():
    return own().begin_upload(mark="ours", title="Lesson", origin="https://okafor.example")


def test_look_accepts_keys_that_work(mux):
    own().look()


@pytest.mark.parametrize("wrong", [{"token_secret": "other"}, {"signing_secret": "no key"}, {"signing_secret": "bm8="}])
def test_look_says_which_keys_do_not_work(mux, wrong):
    with pytest.raises(ProviderError) as caught:
        own(**wrong).look()

    assert caught.value.permanent and caught.value.message


def test_begin_upload_asks_for_a_film_that_is_signed_for(mux):
    place = begun()

    upload = mux.books.upload(place.reference)
    assert upload["cors_origin"] == "https://okafor.example"
    assert upload["new_asset_settings"] == {
        "playback_policies": ["signed"],
        "passthrough": "ours",
        "meta": {"title": "Lesson"},
    }


def test_find_follows_a_film_from_upload_to_ready(mux):
    place = begun()
    waiting = own().find(upload=place.reference)
    asset = mux.books.arrive(place.reference)
    preparing = own().find(upload=place.reference)
    mux.books.prepare(asset["id"])
    ready = own().find(upload=place.reference, reference=asset["id"])

    assert [facts.state for facts in (waiting, preparing, ready)] == ["waiting", "preparing", "ready"]
    assert (ready.playback, ready.width, ready.height) == (asset["playback_ids"][0]["id"], 1920, 1080)
    assert (ready.duration_seconds, ready.has_sound) == (61.4, True)


def test_find_says_why_a_film_failed(mux):
    asset = mux.books.arrive(begun().reference)
    mux.books.fail(asset["id"])

    facts = own().find(upload="", reference=asset["id"])

    assert (facts.state, facts.problem) == (FilmState.FAILED, "The input is not a video.")


def test_find_sound_alone_is_no_film(mux):
    asset = mux.books.arrive(begun().reference)
    mux.books.prepare(asset["id"], picture=False)

    assert own().find(upload="", reference=asset["id"]).state is FilmState.FAILED


def test_find_what_is_nobodys_is_gone(mux):
    assert own().find(upload="", reference="abc").state is FilmState.GONE
    assert own().find(upload="abc").state is FilmState.GONE


def test_remove_takes_an_upload_back_and_a_film_away_and_twice_is_fine(mux):
    waiting, film = begun(), begun()
    asset = mux.books.arrive(film.reference)

    for _time in range(2):
        own().remove(upload=waiting.reference)
        own().remove(upload=film.reference, reference=asset["id"])

    assert mux.books.upload(waiting.reference)["status"] == "cancelled" and not mux.books.assets


@pytest.mark.parametrize("failures", [2, 3])
def test_a_passing_failure_is_asked_again_three_times(mux, failures):
    mux.down = failures
    if failures == 2:
        own().look()
        return

    with pytest.raises(ProviderError) as caught:
        own().look()

    assert not caught.value.permanent


def test_one_accounts_bad_day_is_no_others(mux):
    mux.down = 5
    for _time in range(2):
        with pytest.raises(ProviderError):
            own().look()
    asked = len(mux.calls)

    with pytest.raises(ProviderError) as closed:
        own().look()
    with pytest.raises(ProviderError) as answered:
        own(token_id="another").look()

    assert (closed.value.permanent, answered.value.permanent, len(mux.calls)) == (False, True, asked + 1)


def test_an_upload_whose_answer_was_lost_is_not_begun_twice(mux):
    mux.losing = 1

    with pytest.raises(ProviderError) as caught:
        begun()

    assert (caught.value.permanent, len(mux.books.uploads)) == (False, 1)


def test_nobody_there_is_no_permanent_failure(settings, patient):
    settings.MUX_API = "http://127.0.0.1:9"

    with pytest.raises(ProviderError) as caught:
        own().look()

    assert not caught.value.permanent


def test_playback_signs_each_part_for_itself(mux):
    playback = own().playback(StoredVideo("play-1", seconds=600))

    claims = [claims_of(url.partition("?token=")[2]) for url in (playback.url, playback.poster, playback.storyboard)]
    assert [(each["sub"], each["aud"]) for each in claims] == [("play-1", "v"), ("play-1", "t"), ("play-1", "s")]
    assert 3600 < claims[0]["exp"] - clock.now().timestamp() < 3600 + 660
    assert (claims[1]["width"], "width" in playback.poster) == (1280, False)


def test_playback_names_muxs_hosts_alone(settings):
    settings.MUX_API = ""

    playback = own().playback(StoredVideo("play-1"))

    assert playback.url.startswith("https://stream.mux.com/play-1.m3u8?token=")
    assert playback.sources == {
        "connect-src": ["https://*.mux.com"],
        "media-src": ["https://*.mux.com"],
        "img-src": ["https://image.mux.com"],
        "style-src": ["'unsafe-inline'"],
    }


def test_read_notice_says_what_it_is_about(mux):
    asset = mux.books.arrive(begun().reference)
    mux.books.add_track(asset["id"], {"name": "English", "url": "https://x.example/", "type": "text"})

    told = [own().read_notice(*mux.signed(event), now=clock.now()) for event in mux.events]

    assert told[:2] == [HostNotice(asset["upload_id"], asset["id"])] * 2
    assert told[2] == HostNotice(reference=asset["id"])


@pytest.mark.parametrize("age", [timedelta(minutes=6), timedelta(minutes=-6)])
def test_read_notice_refuses_another_time(mux, age):
    body, headers = mux.signed({"type": "video.asset.ready", "data": {"id": "a"}}, at=clock.now() - age)

    with pytest.raises(ProviderError, match="too old"):
        own().read_notice(body, headers, now=clock.now())


def test_read_notice_refuses_what_is_not_signed_by_us(mux):
    body, headers = mux.signed({"type": "video.asset.ready", "data": {"id": "a"}})
    _body, others = mux.signed({"type": "video.asset.ready", "data": {"id": "a"}}, secret="another")

    for wrong in (others, {}, {"Mux-Signature": "t=1,v1="}, {"Mux-Signature": "v1"}):
        with pytest.raises(ProviderError):
            own().read_notice(body, wrong, now=clock.now())
    with pytest.raises(ProviderError):
        own().read_notice(body + b" ", headers, now=clock.now())
    with pytest.raises(ProviderError):
        own(webhook_secret="").read_notice(body, headers, now=clock.now())


def test_the_form_asks_for_every_key_there_is():
    assert {field.name for field in host_setup("mux").fields} == set(keys())
