import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from marque.kit import clock
from marque.kit.tenancy.context import enter
from tenant_apps.accounts.actions import register
from tenant_apps.media import actions
from tenant_apps.media.playing import showing
from tenant_apps.people.actions import meet
from tests.tenant_apps.media.films import a_film, waiting

VTT = b"WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n"


@pytest.fixture
def asset(in_okafor, tmp_path):
    made = a_film(tmp_path)
    film = waiting(made)
    actions.prepare_film(film_id=film.pk)
    actions.set_caption(asset=made, language="en", file=ContentFile(VTT, name="en.vtt"))
    made.refresh_from_db()
    return made


def viewer(client_for, tenant, email):
    browser = client_for(tenant)
    user = register(email=email, name="Carol", verified=True)
    browser.force_login(user)
    return browser, meet(email=email, name="Carol", user=user)


def body(answer):
    return b"".join(answer.streaming_content)


def test_one_token_opens_the_playlists_and_their_parts(asset, client_for, okafor) -> None:
    browser, person = viewer(client_for, okafor, "carol@example.com")
    shown = showing(asset, person=person)

    master = browser.get(shown.stream)
    rendition = re.search(r"^\d+\.m3u8$", body(master).decode(), re.M)[0]
    playlist = browser.get(shown.stream.replace("master.m3u8", rendition))
    part = browser.get(shown.stream.replace("master.m3u8", "360.mp4"), headers={"Range": "bytes=4-7"})

    assert master.headers["Content-Type"] == playlist.headers["Content-Type"] == "application/vnd.apple.mpegurl"
    assert (part.status_code, body(part)) == (206, b"ftyp")
    assert b"360.mp4" in body(playlist)
    assert browser.get(shown.tracks[0].url).content.startswith(b"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nHello")


def test_a_film_that_is_not_ready_plays_its_file(in_okafor, tmp_path) -> None:
    made = a_film(tmp_path)
    waiting(made)

    shown = showing(made)

    assert (shown.stream, shown.src.endswith("/lesson.mp4")) == ("", True)


def test_the_token_of_one_person_opens_nothing_for_another(asset, client_for, okafor) -> None:
    _carol, person = viewer(client_for, okafor, "carol@example.com")
    stranger, _other = viewer(client_for, okafor, "dave@example.com")
    shown = showing(asset, person=person)

    for address in (shown.stream, shown.tracks[0].url, shown.stream.replace("master.m3u8", "360.mp4")):
        assert stranger.get(address).status_code == 403
        assert client_for(okafor).get(address).status_code == 403


def test_the_token_of_one_business_is_none_in_another(asset, client_for, other) -> None:
    assert client_for(other).get(showing(asset).stream).status_code == 404


def test_a_token_ends(asset, client_for, okafor) -> None:
    stream = showing(asset).stream

    with clock.fixed(clock.now() + timedelta(hours=7)):
        assert client_for(okafor).get(stream).status_code == 403


@pytest.mark.parametrize(
    "name", ["..%2F..%2Fsecret.mp4", "360.mp4.draft", "lesson.mp4", "captions-de.vtt", "1080.m3u8", "MASTER.M3U8"]
)
def test_a_token_opens_the_parts_of_its_film_alone(asset, client_for, okafor, name) -> None:
    assert client_for(okafor).get(showing(asset).stream.replace("master.m3u8", name)).status_code == 404


def test_a_token_of_a_file_is_none_of_a_film(asset, client_for, okafor) -> None:
    shown = showing(asset)
    token = shown.src.split("/")[2]

    assert client_for(okafor).get(f"/media/film/{token}/master.m3u8").status_code == 404


def test_parts_are_handed_to_the_web_server(asset, client_for, okafor, settings) -> None:
    settings.MEDIA_ACCEL_PREFIX = "/protected"

    answer = client_for(okafor).get(showing(asset).stream.replace("master.m3u8", "360.mp4"))

    place = f"/protected/tenants/{okafor.id}/films/{asset.film.key}/360.mp4"
    assert (answer.headers["X-Accel-Redirect"], answer.content) == (place, b"")


def test_a_removed_film_is_gone(asset, client_for, okafor) -> None:
    stream = showing(asset).stream
    actions.remove_asset(asset=asset)

    with enter(okafor):
        assert client_for(okafor).get(stream).status_code == 404
