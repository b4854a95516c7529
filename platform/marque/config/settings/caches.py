"""Redis caches whose every key carries the tenant."""

from marque.config.settings.base import MODE
from marque.kit import env

REDIS_URL = env.text("REDIS_URL")

_TENANT = {
    "BACKEND": "django.core.cache.backends.redis.RedisCache",
    "LOCATION": REDIS_URL,
    "KEY_FUNCTION": "marque.kit.tenancy.cache.tenant_key",
}
CACHES = {
    "default": {**_TENANT, "KEY_PREFIX": "c"},
    "renditions": {**_TENANT, "KEY_PREFIX": "r", "TIMEOUT": 86400},
    "pages": {**_TENANT, "KEY_PREFIX": "p", "TIMEOUT": 3600},
    # keys of the platform itself (host versions); never tenant data
    "control": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL, "KEY_PREFIX": "k"},
}
PAGE_CACHE = env.flag("PAGE_CACHE", MODE != "test")
# the blocks of a page, kept for visitors whose whole pages are not
PAGE_PARTS = env.flag("PAGE_PARTS", MODE != "test")
# values of the `variant` cookie that have pages of their own
PAGE_CACHE_VARIANTS: tuple[str, ...] = ("a", "b")
SESSION_ENGINE = "marque.kit.tenancy.sessions"
SESSION_CACHE_ALIAS = "default"
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.core.RedisChannelLayer",
        # the layer waits 5 s for a message, which is also when the client gives up by default: sockets would die
        "CONFIG": {"hosts": [{"address": REDIS_URL, "socket_timeout": 15}]},
    }
}
