"""The brand as a record: one row, whose change every page shows."""

from django.db import transaction

from marque.kit.pagecache.store import purge
from marque.kit.serialise.codecs import register_codec
from marque.kit.serialise.plain import PlainCodec
from marque.kit.serialise.references import References
from themes.brand import forget_brand


@register_codec("themes.Brand")
class BrandCodec(PlainCodec):
    """The one brand of a tenant."""

    def finish(self, changed: set[str], refs: References) -> None:
        """Every page is drawn anew."""
        transaction.on_commit(forget_brand)
        purge("brand")
