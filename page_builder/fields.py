"""The field that holds a page's blocks."""

from typing import Any

from wagtail.fields import StreamField


class BlocksField(StreamField):
    """A StreamField whose blocks stay out of migrations: a changed block changes no table.

    Stock Wagtail writes every label and choice of every block into a migration, which then runs in each tenant for
    nothing.
    """

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """As in a field without blocks."""
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs
