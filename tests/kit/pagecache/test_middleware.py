"""Anonymous pages come from the cache; nothing of one visitor's reaches another."""

from threading import Event, Thread

import pytest
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers

from marque.kit.pagecache import store
from marque.kit.pagecache.mark import mark
from marque.kit.pagecache.store import purge, purge_everything
from marque.kit.tenancy.context import enter

pytestmark = pytest.mark.usefixtures("in_okafor")


@pytest.fixture
def purged(django_capture_on_commit_callbacks):
    def run(*tags: str) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            purge(*tags) if tags else purge_everything()

    return run


def test_the_second_visitor_gets_the_kept_page(visitor, view) -> None:
    first, second = visitor.get(), visitor.get()

    assert (first["X-Cache"], second["X-Cache"], view.calls) == ("miss", "hit", 1)
    assert first.content == second.content == b"<p>page 1</p>"
    assert second["Content-Type"] == "text/html; charset=utf-8"


def test_another_process_finds_it_too(visitor, view, forget_near) -> None:
    visitor.get()
    forget_near()

    assert (visitor.states("/"), view.calls) == (["hit"], 1)


def test_another_tenant_does_not(visitor, other, forget_near) -> None:
    visitor.get()

    with enter(other):
        assert visitor.states("/") == ["miss"]


@pytest.mark.parametrize(
    "other_request",
    [
        {"path": "/about/"},
        {"host": "www.okafor.localhost"},
        {"accept-language": "de"},
        {"cookies": {"variant": "b"}},
    ],
)
def test_what_tells_pages_apart_has_a_page_of_its_own(visitor, other_request) -> None:
    visitor.get()

    assert visitor.get(**other_request)["X-Cache"] == "miss"


def test_an_unknown_variant_is_no_page_of_its_own(visitor) -> None:
    visitor.get()

    assert visitor.get(cookies={"variant": "zzz"})["X-Cache"] == "hit"


@pytest.mark.parametrize(
    "somebody",
    [
        {"cookies": {"session": "x"}},
        {"cookies": {"messages": "x"}},
        {"authorization": "Bearer x"},
        {"hx-request": "true"},
        {"range": "bytes=0-1"},
        {"method": "POST"},
    ],
)
def test_somebody_is_answered_by_the_view_and_not_kept(visitor, view, somebody) -> None:
    visitor.get()

    assert "X-Cache" not in visitor.get(**somebody)
    assert view.calls == 2
    assert visitor.get().content == b"<p>page 1</p>"


def test_tracking_parameters_find_the_same_page(visitor) -> None:
    assert visitor.states("/", "/?utm_source=letter&gclid=1") == ["miss", "hit"]


def test_a_page_that_repeats_its_address_is_not_kept_with_it(visitor, view) -> None:
    view.change = lambda request, response: response.write(request.get_full_path())

    assert visitor.states("/?utm_source=<evil>", "/") == ["-", "miss"]


def test_an_undeclared_parameter_is_answered_and_not_kept(visitor) -> None:
    assert visitor.states("/?sort=new", "/?sort=new") == ["-", "-"]


def test_a_declared_parameter_has_its_own_page(visitor, view) -> None:
    view.change = lambda request, response: mark(response, ["page"], query=["page"])

    assert visitor.states("/?page=2", "/?page=2", "/?page=3", "/") == ["miss", "hit", "miss", "miss"]


def test_a_view_that_marks_nothing_is_not_kept(visitor, view) -> None:
    view.change = lambda request, response: delattr(response, "cache_tags")

    assert visitor.states("/", "/") == ["-", "-"]


def test_a_missing_page_is_not_kept(visitor, view) -> None:
    view.change = lambda request, response: setattr(response, "status_code", 404)

    assert visitor.states("/", "/") == ["-", "-"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda request, response: response.set_cookie("name", "Carol"), "it sets a cookie"),
        (lambda request, response: request.META.update(CSRF_COOKIE_NEEDS_UPDATE=True), "it holds a CSRF token"),
        (lambda request, response: setattr(request, "_csp_nonce", "x"), "it holds a script nonce"),
        (lambda request, response: response.headers.__setitem__("Cache-Control", "private"), "it says it is private"),
        (lambda request, response: response.headers.__setitem__("Content-Type", "image/png"), "it is no page"),
    ],
)
def test_a_marked_page_that_is_personal_is_refused_and_logged(visitor, view, change, reason, caplog) -> None:
    view.change = change

    assert visitor.states("/", "/") == ["-", "-"]
    assert caplog.messages == [f"/ is marked for the page cache and was not kept: {reason}."]


def test_a_page_that_varies_by_cookie_is_kept_only_from_a_visitor_without(visitor, view) -> None:
    view.change = lambda request, response: patch_vary_headers(response, ["Cookie"])

    assert "X-Cache" not in visitor.get(cookies={"currency": "eur"})
    assert visitor.states("/", "/") == ["miss", "hit"]


def test_purge_makes_the_pages_of_a_tag_anew(visitor, view, purged, forget_near) -> None:
    visitor.get()
    purged("page")
    forget_near()

    assert (visitor.states("/", "/"), view.calls) == (["miss", "hit"], 2)


def test_purge_leaves_other_tags_alone(visitor, purged) -> None:
    visitor.get()
    purged("offer", "course")

    assert visitor.states("/") == ["hit"]


def test_purge_of_the_brand_and_of_everything_reach_every_page(visitor, purged) -> None:
    visitor.get()

    purged("brand")
    assert visitor.states("/") == ["miss"]
    purged()
    assert visitor.states("/") == ["miss"]


def test_purge_of_one_tenant_leaves_another_alone(visitor, other, purged) -> None:
    with enter(other):
        visitor.get()
    purged("page")

    with enter(other):
        assert visitor.states("/") == ["hit"]


def test_a_purge_while_the_page_is_made_keeps_nothing(visitor, view, purged) -> None:
    def publish_meanwhile(request: object, response: HttpResponse) -> None:
        if view.calls == 1:
            purged("page")

    view.change = publish_meanwhile

    assert visitor.states("/", "/") == ["-", "miss"]


def test_an_old_page_is_made_anew(visitor, view) -> None:
    view.change = lambda request, response: mark(response, ["page"], seconds=0)
    visitor.get()

    store._near.clear()
    assert visitor.states("/") == ["miss"]


def test_a_page_that_went_away_is_not_served_stale(visitor, view, purged) -> None:
    visitor.get()
    purged("page")
    view.change = lambda request, response: setattr(response, "status_code", 404)

    assert visitor.get().status_code == 404
    assert visitor.get().status_code == 404


def test_an_etag_saves_the_body(visitor) -> None:
    etag = visitor.get()["ETag"]

    again = visitor.get(**{"if-none-match": f'"other", W/{etag}'})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)


def test_head_has_no_body_and_keeps_nothing(visitor, view) -> None:
    assert "X-Cache" not in visitor.get(method="HEAD")
    visitor.get()

    head = visitor.get(method="HEAD")

    assert (head["X-Cache"], head.content, view.calls) == ("hit", b"", 2)


def test_switched_off_it_keeps_nothing(visitor, settings) -> None:
    settings.PAGE_CACHE = False

    assert visitor.states("/", "/") == ["-", "-"]


def test_without_redis_the_view_answers(visitor, view, settings, monkeypatch) -> None:
    from redis.exceptions import ConnectionError as Away

    def away() -> None:
        raise Away

    monkeypatch.setattr("marque.kit.pagecache.store.generation", away)

    assert visitor.get().content == b"<p>page 1</p>"


def test_while_one_makes_the_page_others_get_the_stale_one(visitor, view, okafor, purged, forget_near) -> None:
    visitor.get()
    purged("page")
    making, go_on = Event(), Event()

    def slowly(request: object, response: HttpResponse) -> None:
        making.set()
        go_on.wait(5)

    view.change = slowly
    answers: list[str] = []

    def first() -> None:
        with enter(okafor):
            answers.append(visitor.get()["X-Cache"])

    thread = Thread(target=first)
    thread.start()
    making.wait(5)
    stale = visitor.get()
    go_on.set()
    thread.join()

    assert (stale["X-Cache"], stale.content) == ("stale", b"<p>page 1</p>")
    assert (answers, view.calls) == (["miss"], 2)


def test_while_one_makes_the_first_page_others_wait_for_it(visitor, view, okafor) -> None:
    making, go_on = Event(), Event()

    def slowly(request: object, response: HttpResponse) -> None:
        making.set()
        go_on.wait(5)

    view.change = slowly
    answers: list[str] = []

    def visit() -> None:
        with enter(okafor):
            answers.append(visitor.get()["X-Cache"])

    threads = [Thread(target=visit) for _ in range(3)]
    threads[0].start()
    making.wait(5)
    for thread in threads[1:]:
        thread.start()
    go_on.set()
    for thread in threads:
        thread.join()

    assert (sorted(answers), view.calls) == (["hit", "hit", "miss"], 1)


def test_a_page_made_between_the_look_and_the_lock_is_not_made_again(visitor, view, monkeypatch, purged) -> None:
    take_lock = store.take_lock

    def late(key: str) -> bool:
        monkeypatch.setattr(store, "take_lock", take_lock)
        assert visitor.states("/") == ["miss"]
        return take_lock(key)

    monkeypatch.setattr(store, "take_lock", late)

    assert (visitor.states("/"), view.calls) == (["hit"], 1)
    # and the lock was given back
    purged("page")
    assert visitor.states("/") == ["miss"]
