"""Parts of pages that are the same for everybody, kept also for visitors who are somebody: their pages are not."""

import hashlib
from collections.abc import Callable, Iterable
from typing import TypeVar

from django.conf import settings
from django.core.cache import caches
from redis.exceptions import RedisError

from marque.kit.pagecache import store

T = TypeVar("T")
_SECONDS = 3600


def kept_part(name: Iterable[str], tags: Iterable[str], make: Callable[[], T]) -> T:
    """What `make` makes, from the cache while none of the tags was purged; `name` says all it depends on besides."""
    if not settings.PAGE_PARTS:
        return make()
    key = f"part:{store.release()}:{hashlib.sha256(repr(tuple(name)).encode()).hexdigest()}"
    try:
        stamps, kept = store.stamps_and(key, tags)
        # a purge changes a stamp; what was made from older rows carries the older stamps
        if kept is not None and kept[0] == stamps:
            part: T = kept[1]
            return part
        part = make()
        caches["pages"].set(key, (stamps, part), _SECONDS)
    except RedisError:
        return make()
    return part
