"""Where pages are kept: Redis for all processes, and this process for a second."""

import time
import uuid
from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import caches
from django.db import transaction

from marque.kit.pagecache.lookup import Lookup
from marque.kit.pagecache.page import Page
from marque.kit.tenancy.context import enter, require_tenant

_NEAR_SECONDS = 1.0
_NEAR_PAGES = 256
_STALE_SECONDS = 86_400
_LOCK_SECONDS = 15
# every purge moves it: a page made while it moved is not kept
_CHANGES = "stamp:*changes"
_CONTENT, _BRAND = "stamp:*content", "stamp:brand"


class Generation(NamedTuple):
    """The tenant's stamps that belong to every page's key, and the last purge seen."""

    content: str
    brand: str
    changes: str


class Near:
    """A tenant's pages in this process, for a second."""

    __slots__ = ("pages", "passed")

    def __init__(self) -> None:
        self.pages: dict[Lookup, tuple[float, Page]] = {}
        # what was answered and not marked, so that it need not be looked for
        self.passed: dict[Lookup, float] = {}


_near: dict[UUID, Near] = {}


def near() -> Near:
    """This process's pages of the current tenant."""
    return _near.setdefault(require_tenant().id, Near())


def near_page(lookup: Lookup) -> Page | None:
    """A page this process saw within the last second."""
    found = near().pages.get(lookup)
    return found[1] if found and found[0] > time.monotonic() else None


def remember(lookup: Lookup, page: Page) -> None:
    """Keep a page in this process for a second."""
    pages = near().pages
    if len(pages) >= _NEAR_PAGES:
        pages.clear()
    pages[lookup] = (time.monotonic() + _NEAR_SECONDS, page)


def is_passed(lookup: Lookup) -> bool:
    """Whether the view lately gave an answer here that is not kept."""
    return near().passed.get(lookup, 0.0) > time.monotonic()


def pass_by(lookup: Lookup) -> None:
    """Do not look for this page for a few seconds."""
    passed = near().passed
    if len(passed) >= 4 * _NEAR_PAGES:
        passed.clear()
    passed[lookup] = time.monotonic() + 10


def generation() -> Generation:
    """The tenant's stamps now."""
    found = caches["pages"].get_many([_CONTENT, _BRAND, _CHANGES])
    return Generation(found.get(_CONTENT, "0"), found.get(_BRAND, "0"), found.get(_CHANGES, "0"))


def key_of(lookup: Lookup, now: Generation) -> str:
    """The page's key below the tenant's id, which the cache itself puts first."""
    return f"page2:{release()}:{now.content}:{now.brand}:{lookup.digest()}"


def release() -> str:
    """Which static files this process serves: a page that names others would come without its looks."""
    return getattr(staticfiles_storage, "manifest_hash", "")


def load(key: str) -> tuple[Page | None, bool]:
    """A kept page, and whether it is fresh."""
    page: Page | None = caches["pages"].get(key)
    if page is None:
        return None, False
    return page, page.fresh_until > time.time() and stamps_of(page.stamps)[0] == page.stamps


def stamps_of(tags: Iterable[str]) -> tuple[dict[str, str], str]:
    """The tags' stamps, and the last purge, read at one moment."""
    names = {f"stamp:{tag}": tag for tag in tags}
    found = caches["pages"].get_many([*names, _CHANGES])
    return {tag: found.get(name, "0") for name, tag in names.items()}, found.get(_CHANGES, "0")


def stamps_and(key: str, tags: Iterable[str]) -> tuple[list[str], Any]:
    """The tags' stamps with those that belong to everything, and what is kept under `key`: in one question."""
    names = [_CONTENT, _BRAND, *(f"stamp:{tag}" for tag in tags)]
    found = caches["pages"].get_many([*names, key])
    return [found.get(name, "0") for name in names], found.get(key)


def save(key: str, page: Page, seconds: int) -> None:
    """Keep a page for everybody; it may be served stale for a day while a new one is made."""
    caches["pages"].set(key, page, seconds + _STALE_SECONDS)


def drop(key: str) -> None:
    """Forget a page."""
    caches["pages"].delete(key)


def take_lock(key: str) -> bool:
    """Become the one who makes this page."""
    return bool(caches["pages"].add(f"lock:{key}", 1, _LOCK_SECONDS))


def is_locked(key: str) -> bool:
    """Whether somebody is making this page."""
    return caches["pages"].get(f"lock:{key}") is not None


def release_lock(key: str) -> None:
    """Let others make this page."""
    caches["pages"].delete(f"lock:{key}")


def default_seconds() -> int:
    """How long a page is fresh when its view does not say."""
    return int(caches["pages"].default_timeout or 3600)


def purge(*tags: str) -> None:
    """Make every page with one of these tags stale: here at once, elsewhere within a second of the commit."""
    _after_commit([f"stamp:{tag}" for tag in tags])


def purge_everything() -> None:
    """Begin a new generation: none of the tenant's pages is served again, not even stale."""
    _after_commit([_CONTENT])


def _after_commit(names: list[str]) -> None:
    tenant = require_tenant()

    def bump() -> None:
        with enter(tenant):
            # a new value each time, never a count: counters that Redis lost would come round again
            stamp = uuid.uuid4().hex
            caches["pages"].set_many(dict.fromkeys([*names, _CHANGES], stamp), None)
            _near.pop(tenant.id, None)

    transaction.on_commit(bump)
