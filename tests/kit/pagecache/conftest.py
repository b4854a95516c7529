"""A page cache that is on, empty, and alone."""

from collections.abc import Callable

import pytest
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from marque.kit.pagecache import store
from marque.kit.pagecache.mark import mark
from marque.kit.pagecache.middleware import PageCacheMiddleware


class View:
    """A marked view that counts how often it ran; `change` is done to each response."""

    def __init__(self) -> None:
        self.calls = 0
        self.tags: tuple[str, ...] = ("page",)
        self.change: Callable[[HttpRequest, HttpResponse], None] = lambda request, response: None

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the number of the call."""
        self.calls += 1
        response = mark(HttpResponse(f"<p>page {self.calls}</p>"), self.tags)
        self.change(request, response)
        return response


class Visitor:
    """Asks for pages through the middleware."""

    def __init__(self, view: View) -> None:
        self.middleware = PageCacheMiddleware(view)

    def get(
        self, path: str = "/", *, cookies: dict[str, str] | None = None, method: str = "GET", **headers: str
    ) -> HttpResponse:
        """One request of an anonymous visitor."""
        request = RequestFactory().generic(method, path, headers={"host": "okafor.localhost", **headers})
        request.COOKIES.update(cookies or {})
        return self.middleware(request)

    def states(self, *paths: str) -> list[str]:
        """What X-Cache said for each path in turn; a dash where it said nothing."""
        return [self.get(path).get("X-Cache", "-") for path in paths]


@pytest.fixture(autouse=True)
def _on(settings) -> None:
    settings.PAGE_CACHE = True
    caches["pages"].clear()
    store._near.clear()


@pytest.fixture
def view() -> View:
    return View()


@pytest.fixture
def visitor(view: View) -> Visitor:
    return Visitor(view)


@pytest.fixture
def forget_near() -> Callable[[], None]:
    """Be another process: know nothing but what Redis knows."""
    return store._near.clear
