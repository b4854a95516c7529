from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from marque.kit import clock
from marque.kit.tenancy.context import enter
from tenant_apps.accounts.actions import register
from tenant_apps.media.actions import add_asset
from tenant_apps.media.signing import media_url, poster_url
from tenant_apps.people.actions import meet

CONTENT = b"%PDF-1.7\n" + bytes(range(256)) * 4


@pytest.fixture
def asset(in_okafor):
    return add_asset(file=ContentFile(CONTENT, name="workbook.pdf"), title="Workbook")


@pytest.fixture
def browser(client_for, okafor):
    return client_for(okafor)


def body(answer):
    return b"".join(answer.streaming_content)


def test_file_whole(asset, browser):
    answer = browser.get(media_url(asset))

    assert (answer.status_code, body(answer)) == (200, CONTENT)
    assert answer.headers["Content-Length"] == str(len(CONTENT))
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="workbook.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, max-age=3600"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize(
    ("asked", "start", "end"), [("bytes=0-9", 0, 9), ("bytes=1000-", 1000, 1032), ("bytes=-33", 1000, 1032)]
)
def test_file_part(asset, browser, asked, start, end):
    answer = browser.get(media_url(asset), headers={"range": asked})

    assert (answer.status_code, body(answer)) == (206, CONTENT[start : end + 1])
    assert answer.headers["Content-Range"] == f"bytes {start}-{end}/1033"
    assert answer.headers["Content-Length"] == str(end - start + 1)


def test_file_part_outside_is_416(asset, browser):
    answer = browser.get(media_url(asset), headers={"range": "bytes=2000-"})

    assert (answer.status_code, answer.headers["Content-Range"]) == (416, "bytes */1033")


@pytest.mark.parametrize(("matches", "status"), [(True, 206), (False, 200)])
def test_file_if_range(asset, browser, matches, status):
    etag = f'"{asset.sha256[:32]}"' if matches else '"another"'

    answer = browser.get(media_url(asset), headers={"range": "bytes=0-9", "if-range": etag})

    assert answer.status_code == status


def test_file_if_range_by_date(asset, browser):
    url = media_url(asset)
    changed = browser.head(url).headers["Last-Modified"]

    answer = browser.get(url, headers={"range": "bytes=0-9", "if-range": changed})

    assert answer.status_code == 206


def test_file_unchanged_is_304(asset, browser):
    url = media_url(asset)
    etag = browser.head(url).headers["ETag"]

    answer = browser.get(url, headers={"if-none-match": f'"x", {etag}', "range": "bytes=0-9"})

    assert (answer.status_code, answer.content) == (304, b"")


def test_file_head_has_the_headers_and_no_body(asset, browser):
    answer = browser.head(media_url(asset), headers={"range": "bytes=0-9"})

    assert (answer.status_code, answer.content) == (206, b"")
    assert answer.headers["Content-Length"] == "10"


def test_file_film_plays_in_the_page(in_okafor, browser, film_bytes):
    asset = add_asset(file=ContentFile(film_bytes, name="film.mp4"))

    film, still = browser.get(media_url(asset)), browser.get(poster_url(asset))

    assert (film.headers["Content-Type"], film.headers["Content-Disposition"]) == (
        "video/mp4",
        'inline; filename="film.mp4"',
    )
    assert (still.status_code, still.headers["Content-Type"]) == (200, "image/jpeg")
    assert body(still).startswith(b"\xff\xd8\xff")


def test_file_handed_to_the_web_server(asset, browser, settings, okafor):
    settings.MEDIA_ACCEL_PREFIX = "/protected/"

    answer = browser.get(media_url(asset), headers={"range": "bytes=0-9"})

    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["X-Accel-Redirect"] == f"/protected/tenants/{okafor.id}/media/{asset.key}/workbook.pdf"
    assert answer.headers["Content-Type"] == "application/pdf"


def test_file_expired_is_403_with_a_sentence(asset, browser):
    with clock.fixed(clock.now() - timedelta(hours=7)):
        url = media_url(asset)

    answer = browser.get(url)

    assert answer.status_code == 403
    assert "This link has expired." in answer.content.decode()


@pytest.mark.parametrize("token", ["x", "a~b", "%00", "é"])
def test_file_forged_is_404_with_a_sentence(asset, browser, token):
    answer = browser.get(f"/media/{token}/workbook.pdf")

    assert answer.status_code == 404
    assert "There is no file at this address." in answer.content.decode()


def test_file_altered_token_is_404(asset, browser):
    url = media_url(asset)

    assert browser.get(url.replace("/media/", "/media/A")).status_code == 404


def test_file_of_another_business_is_404(asset, other, client_for):
    url = media_url(asset)
    with enter(other):
        add_asset(file=ContentFile(CONTENT, name="workbook.pdf"), title="Workbook")

    assert client_for(other).get(url).status_code == 404


def test_file_removed_is_404(asset, browser):
    url = media_url(asset)
    asset.delete()

    assert browser.get(url).status_code == 404


def test_file_for_one_person_is_refused_to_others(asset, browser):
    carol = register(email="carol@example.com", name="Carol")
    sofia = meet(email="sofia@example.com", name="Sofia")
    hers = media_url(asset, person=meet(email="carol@example.com", user=carol))
    browser.force_login(carol)

    answers = [browser.get(hers).status_code, browser.get(media_url(asset, person=sofia)).status_code]
    browser.logout()

    assert [*answers, browser.get(hers).status_code] == [200, 403, 403]


def test_file_post_is_not_allowed(asset, browser):
    assert browser.post(media_url(asset)).status_code == 405


def test_media_url_pages_made_together_share_an_address(asset):
    start = clock.now().replace(minute=1, second=0, microsecond=0)
    with clock.fixed(start):
        first = media_url(asset)
    with clock.fixed(start + timedelta(minutes=5)):
        second = media_url(asset)

    assert first == second
