"""Content type ids differ between schemas: Django's process-wide cache of them is kept per schema (DESIGN §9.3)."""

from typing import Any

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
