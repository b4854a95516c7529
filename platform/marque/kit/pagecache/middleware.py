"""The page cache's place in a request: after the tenant is known, before sessions."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from redis.exceptions import RedisError

from marque.kit.pagecache import page as pages
from marque.kit.pagecache import store
from marque.kit.pagecache.lookup import Lookup, lookup_of
from marque.kit.tenancy.context import current_tenant

logger = logging.getLogger(__name__)
# how long a visitor waits for the page another one is making
_PATIENCE_SECONDS, _STEP_SECONDS = 2.0, 0.02


class PageCacheMiddleware:
    """Answers anonymous visitors from kept pages; whoever is somebody goes on to the view.

    `X-Cache` says hit, stale (a new one is being made) or miss (made now, and kept).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve one request."""
        lookup = lookup_of(request) if settings.PAGE_CACHE and current_tenant() else None
        if lookup is None or store.is_passed(lookup):
            return self.get_response(request)
        near = store.near_page(lookup)
        if near is not None:
            return pages.answer(request, near, "hit")
        try:
            generation = store.generation()
            key = store.key_of(lookup, generation)
            kept, fresh, mine = self._find(request, key)
        except RedisError as error:
            logger.warning("The page cache is away: %s", error)
            return self.get_response(request)
        if kept is not None and fresh:
            store.remember(lookup, kept)
            return pages.answer(request, kept, "hit")
        if kept is not None and not mine:
            return pages.answer(request, kept, "stale")
        return self._make(request, lookup, key, generation) if mine else self.get_response(request)

    def _find(self, request: HttpRequest, key: str) -> tuple[pages.Page | None, bool, bool]:
        """The kept page, whether it is fresh, and whether this request is the one who makes it anew."""
        kept, fresh = store.load(key)
        if fresh:
            return kept, True, False
        if request.method != "GET" or not store.take_lock(key):
            return (*(self._wait(key) if kept is None else (kept, False)), False)
        # another one may have made it between the look and the lock
        kept, fresh = store.load(key)
        if fresh:
            _release(key)
        return kept, fresh, not fresh

    def _wait(self, key: str) -> tuple[pages.Page | None, bool]:
        """What another visitor's request makes of this page; nothing when it is not kept after all."""
        patience = time.monotonic() + _PATIENCE_SECONDS
        while store.is_locked(key) and time.monotonic() < patience:
            time.sleep(_STEP_SECONDS)
        return store.load(key)

    def _make(self, request: HttpRequest, lookup: Lookup, key: str, before: store.Generation) -> HttpResponse:
        try:
            response = self.get_response(request)
            try:
                self._keep(request, response, lookup, key, before)
            except pages.Unsafe as reason:
                logger.warning("%s is marked for the page cache and was not kept: %s.", request.path, reason)
                self._forget(lookup, key)
            return response
        except RedisError as error:
            logger.warning("The page cache is away: %s", error)
            return response
        finally:
            _release(key)

    def _keep(
        self, request: HttpRequest, response: HttpResponse, lookup: Lookup, key: str, before: store.Generation
    ) -> None:
        if response.status_code >= 500:
            return
        if not pages.is_marked(response):
            self._forget(lookup, key)
            return
        pages.refuse_unsafe(request, response)
        if pages.depends_on_visitor(request, response):
            return
        marks: Any = response
        stamps, changes = store.stamps_of(marks.cache_tags)
        # something was purged while the view read it
        if changes != before.changes:
            return
        given = getattr(response, "cache_seconds", None)
        seconds = store.default_seconds() if given is None else given
        page = pages.keep(response, stamps, time.time() + seconds)
        store.save(key, page, seconds)
        store.remember(lookup, page)
        response["X-Cache"] = "miss"

    def _forget(self, lookup: Lookup, key: str) -> None:
        store.drop(key)
        store.pass_by(lookup)


def _release(key: str) -> None:
    try:
        store.release_lock(key)
    except RedisError as error:
        # the lock ends by itself
        logger.warning("The page cache is away: %s", error)
