"""Content type ids differ between schemas: Django's process-wide cache of them is kept per schema (DESIGN §9.3)."""

from typing import Any

from django.db import models

from marque.kit.tenancy.context import current_tenant

# about 50 kB each
_MOST_SCHEMAS = 1000


class CacheBySchema(dict):
    """ContentTypeManager._cache, keyed by alias and schema; the oldest schemas are forgotten."""

    @staticmethod
    def _key(using: str) -> tuple[str, str | None]:
        tenant = current_tenant()
        return using, tenant.schema_name if tenant else None

    def __getitem__(self, using: str) -> Any:
        return super().__getitem__(self._key(using))

    def setdefault(self, using: str, default: Any = None) -> Any:
        """The current schema's part."""
        while len(self) > _MOST_SCHEMAS:
            self.pop(next(iter(self)), None)
        return super().setdefault(self._key(using), default)

    def clear(self) -> None:
        """Forget the current schema's part alone."""
        for using in ("default", "control"):
            self.pop(self._key(using), None)


def keep_by_schema(content_type: type[models.Model]) -> None:
    """Give every manager of ContentType, and those Django copies from them later, one cache by schema."""
    cache = CacheBySchema()
    # a model registered late makes Django copy `objects` anew from the local manager
    for manager in (*content_type._meta.local_managers, content_type._meta.managers_map["objects"]):
        manager._cache = cache  # type: ignore[attr-defined]
