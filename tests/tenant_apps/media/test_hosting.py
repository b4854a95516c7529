"""Films at Mux, kept in step with it."""

from datetime import timedelta

import httpx
import pytest

from marque.kit import clock
from marque.kit.tenancy.context import enter
from shared_apps.operations.models import AuditEntry
from tenant_apps.accounts.models import Role
from tenant_apps.media import actions, hosts, queries
from tenant_apps.media.actions import removing
from tenant_apps.media.models import Asset, Film, FilmHosting, HostedFilm, HostedRemoval
from tenant_apps.media.playing import showing
from tenant_apps.media.refusals import FormatRefused
from tests.doubles.mux.keys import keys
from tests.tenant_apps.courses.factories import creator
from tests.tenant_apps.media.hosted import announced, connected, followed, ready, sent

PAGE = "/studio/settings/films/"
HOOK = "/webhooks/mux/"


@pytest.fixture
def hosting(mux, in_okafor):
    return connected()


def hook(client, mux, event, **how):
    body, headers = mux.signed(event, **how)
    return client.post(HOOK, body, content_type="application/json", headers=headers)


def follow(now=None):
    return actions.follow_due(now=now)


# sending


def test_a_film_is_announced_sent_in_pieces_and_ready(hosting, mux):
    hosted = announced(size=300_000)
    place = f"{mux.url}/upload/{hosted.upload}"
    first = httpx.put(place, content=b"x" * 262_144, headers={"Content-Range": "bytes 0-262143/300000"})
    asked = httpx.put(place, headers={"Content-Range": "bytes */300000"})
    httpx.put(place, content=b"x" * 37_856, headers={"Content-Range": "bytes 262144-299999/300000"})
    mux.books.prepare(mux.books.upload(hosted.upload)["asset_id"])
    followed(hosted)

    assert (first.status_code, asked.status_code, asked.headers["Range"]) == (308, 308, "bytes=0-262143")
    asset = Asset.objects.get()
    assert (asset.title, asset.duration_seconds, asset.width, asset.height) == ("lesson", 61, 1920, 1080)
    assert asset.film.ready_at and HostedFilm.objects.get().look_at is None


def test_only_films_go_there_and_nothing_is_left_of_what_was_refused(hosting, mux):
    with pytest.raises(actions.FilmsOnly):
        announced("words.pdf")
    with pytest.raises(FormatRefused):
        announced("film.exe")
    mux.down = 9
    with pytest.raises(actions.HostRefused):
        announced()

    assert not Asset.objects.exists() and not mux.books.uploads


def test_no_ffmpeg_is_set_on_a_film_that_is_elsewhere(hosting):
    announced()

    assert actions.first_waiting() is None


def test_a_film_elsewhere_takes_no_room_here(hosting):
    announced(size=5 << 30)

    assert queries.bytes_used() == 0


def test_an_upload_that_never_began_fails_after_a_while(hosting):
    HostedFilm.objects.filter(pk=(hosted := announced()).pk).update(upload="")

    followed(hosted)

    assert Film.objects.get().problem == "The upload was never begun."


# keeping in step


def test_webhooks_doubled_shuffled_and_late_change_nothing(hosting, mux, client_for, okafor, monkeypatch):
    asked = []
    monkeypatch.setattr("tenant_apps.media.hosted.follow_hosted.delay", lambda: asked.append(1) or follow())
    hosted = announced()
    mux.books.prepare(sent(mux, hosted))
    events = [*reversed(mux.events), *mux.events]

    answers = {hook(client_for(okafor), mux, event).json()["received"] for event in events}

    film = Film.objects.get()
    assert (answers, len(asked), film.failed_at) == ({True}, len(events), None)
    ready_at = film.ready_at
    hook(client_for(okafor), mux, mux.events[0])
    assert Film.objects.get().ready_at == ready_at is not None


def test_a_webhook_about_nothing_of_ours_is_answered_the_same(hosting, mux, client_for, okafor, other):
    hosted = announced()
    body = hook(client_for(okafor), mux, {"type": "video.asset.ready", "data": {"id": "of-nobody"}})
    known = hook(client_for(okafor), mux, {"type": "video.upload.created", "data": {"id": hosted.upload}})
    strange = hook(client_for(okafor), mux, {"type": "video.live_stream.idle", "data": {"id": "x"}})

    assert body.content == known.content == strange.content
    # a business that has no account there has no such address
    assert hook(client_for(other), mux, mux.events[0] if mux.events else {"type": "x", "data": {}}).status_code == 404


def test_a_webhook_that_is_not_signed_asks_for_nothing(hosting, mux, client_for, okafor):
    hosted = announced()
    event = {"type": "video.upload.asset_created", "data": {"id": hosted.upload}}

    wrong = hook(client_for(okafor), mux, event, secret="another")
    late = hook(client_for(okafor), mux, event, at=clock.now() - timedelta(hours=1))

    assert (wrong.status_code, late.status_code) == (400, 400)
    assert HostedFilm.objects.get().look_at == hosted.look_at


def test_no_webhook_came_and_the_film_is_ready_all_the_same(hosting, mux):
    hosted = announced()
    mux.books.prepare(sent(mux, hosted))

    assert follow() == 0
    assert follow(hosted.look_at) == 1
    assert Film.objects.get().ready_at


def test_mux_is_away_and_the_film_is_asked_about_again(hosting, mux):
    hosted = announced()
    mux.books.prepare(sent(mux, hosted))
    mux.down = 3
    at = hosted.look_at
    follow(at)

    later = HostedFilm.objects.get().look_at
    follow(later)

    assert later > at and Film.objects.get().ready_at


def test_a_webhook_that_comes_while_we_ask_is_heard(hosting, mux, monkeypatch):
    hosted = announced()
    find = hosts.our_host("mux").__class__.find

    def meanwhile(self, **what):
        facts = find(self, **what)
        actions.notice_hosted(upload=hosted.upload, reference="")
        return facts

    monkeypatch.setattr("shared_apps.integrations.mux.host.MuxFilms.find", meanwhile)
    follow(hosted.look_at)

    assert HostedFilm.objects.get().look_at <= clock.now()


def test_a_film_that_failed_there_says_why_and_is_asked_about_again(hosting, mux):
    hosted = announced()
    mux.books.fail(there := sent(mux, hosted))
    followed(hosted)
    assert Film.objects.get().problem == "The input is not a video."

    mux.books.prepare(there)
    actions.ask_again(asset=hosted.asset)
    follow()

    assert Film.objects.get().ready_at


def test_a_film_that_was_removed_there_plays_no_more(hosting, mux):
    asset = ready(mux)
    mux.books.delete(HostedFilm.objects.get().reference)

    actions.look_soon(asset=asset)
    follow()

    assert showing(asset).playback is None and Film.objects.get().problem == "It is no longer at Mux."


def test_a_plan_without_minutes_left_takes_no_film(hosting, mux, monkeypatch):
    monkeypatch.setattr("tenant_apps.media.actions.hosting.require_room", full)

    ready(mux)

    film = Film.objects.get()
    assert film.ready_at is None and "minutes" in film.problem


def full(meter, more):
    from shared_apps.plans.errors import LimitReached

    assert (meter, more) == ("video_minutes", 2)
    raise LimitReached(plan="Small", included="10 minutes", used="9 minutes")


# removing


def test_a_removed_film_is_removed_there_although_mux_was_away(hosting, mux):
    asset = ready(mux)
    actions.remove_asset(asset=asset)
    mux.down = 3
    actions.settle_removals()
    assert HostedRemoval.objects.get().problem and mux.books.assets

    actions.settle_removals(now=clock.now() + timedelta(minutes=2))

    assert not mux.books.assets and not HostedRemoval.objects.exists()


def test_a_removal_that_is_given_up_is_tried_again_when_asked(hosting, mux):
    actions.remove_asset(asset=ready(mux))
    HostedRemoval.objects.update(tries=removing.MOST_TRIES)
    mux.down = 3
    actions.settle_removals()
    assert HostedRemoval.objects.get().try_at is None

    actions.ask_removals_again()
    actions.settle_removals()

    assert not mux.books.assets


def test_a_copy_elsewhere_removes_nothing_there(hosting, mux):
    asset = ready(mux)
    HostedFilm.objects.update(kept_for="of the original")

    actions.remove_asset(asset=asset)

    assert not HostedRemoval.objects.exists() and mux.books.assets


# the account


def test_keys_are_tried_kept_sealed_and_never_shown(mux, client_for, okafor, in_okafor):
    owner = creator(client_for, okafor)

    owner.post(PAGE, keys())

    kept, page = FilmHosting.objects.get(), owner.get(PAGE).content.decode()
    for secret in ("token_secret", "signing_secret", "webhook_secret"):
        assert keys()[secret] not in kept.sealed_keys and keys()[secret] not in page
    assert "http://okafor.localhost" in page and HOOK in page
    assert AuditEntry.objects.using("control").filter(action="films.host_connected").exists()


@pytest.mark.parametrize("wrong", [{"token_secret": "other"}, {"signing_secret": "no key"}, {"webhook_secret": " "}])
def test_keys_that_do_not_work_are_not_kept(mux, client_for, okafor, in_okafor, wrong):
    answer = creator(client_for, okafor).post(PAGE, keys() | wrong)

    assert answer.status_code == 422 and not FilmHosting.objects.exists()


@pytest.mark.parametrize("role", [Role.STAFF, Role.AUTHOR, Role.SUPPORT])
def test_the_account_is_the_owners(client_for, okafor, role):
    assert creator(client_for, okafor, role, "dora@example.com").get(PAGE).status_code == 403


def test_testing_the_connection_says_what_is_wrong(hosting, mux, client_for, okafor):
    owner = creator(client_for, okafor)
    mux.down = 3

    owner.post(f"{PAGE}check/")

    assert "Mux is not answering" in owner.get(PAGE).content.decode()


def test_films_go_there_only_while_that_is_chosen(hosting, client_for, okafor):
    owner = creator(client_for, okafor)
    assert 'data-hosted="/studio/films/hosted/"' in owner.get("/studio/films/new/").content.decode()

    owner.post(f"{PAGE}choice/", {"used": "0"})

    assert "data-hosted" not in owner.get("/studio/films/new/").content.decode()


def test_an_account_that_holds_films_is_not_disconnected(hosting, mux, client_for, okafor):
    asset, owner = ready(mux), creator(client_for, okafor)
    owner.post(f"{PAGE}disconnection/")
    assert FilmHosting.objects.exists()

    actions.remove_asset(asset=asset)
    actions.settle_removals()
    owner.post(f"{PAGE}disconnection/")

    assert not FilmHosting.objects.exists()


# pages


def test_the_browser_is_told_where_to_send_and_takes_back_what_was_stopped(hosting, mux, client_for, okafor):
    owner = creator(client_for, okafor)

    said = owner.post("/studio/films/hosted/", {"name": "lesson.mp4", "size": 1000}).json()

    assert said["url"].startswith(f"{mux.url}/upload/") and said["href"].startswith("/studio/films/")
    assert owner.post(said["removal"]).status_code == 204
    actions.settle_removals()
    assert [upload["status"] for upload in mux.books.uploads.values()] == ["cancelled"]


def test_a_film_that_is_ready_is_not_taken_back_by_its_upload(hosting, mux, client_for, okafor):
    owner = creator(client_for, okafor)
    said = owner.post("/studio/films/hosted/", {"name": "lesson.mp4", "size": 1000}).json()
    Film.objects.update(ready_at=clock.now())

    assert owner.post(said["removal"]).status_code == 404


def test_what_is_no_film_is_refused_in_words(hosting, client_for, okafor):
    answer = creator(client_for, okafor).post("/studio/films/hosted/", {"name": "a.pdf", "size": 10})

    assert (answer.status_code, answer.content.decode()[:10]) == (422, "Only films")


def test_pages_reach_mux_only_where_a_film_of_it_shows(hosting, mux, client_for, okafor):
    owner, asset = creator(client_for, okafor), ready(mux)

    film, upload = owner.get(f"/studio/films/{asset.key}/"), owner.get("/studio/films/new/")
    files = owner.get("/studio/files/")

    assert mux.url in film.headers["Content-Security-Policy"] and b"<mux-player" in film.content
    assert f"connect-src 'self' {mux.url}" in upload.headers["Content-Security-Policy"]
    assert mux.url not in files.headers["Content-Security-Policy"]


def test_the_film_of_a_business_is_none_in_another(hosting, mux, client_for, okafor, other):
    asset = ready(mux)
    with enter(other):
        assert not HostedFilm.objects.exists()

    assert creator(client_for, other).get(f"/studio/films/{asset.key}/").status_code == 404
