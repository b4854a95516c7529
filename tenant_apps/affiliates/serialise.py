"""The programme as a record: one row, which its page shows."""

from marque.kit.pagecache.store import purge
from marque.kit.serialise.codecs import register_codec
from marque.kit.serialise.plain import PlainCodec
from marque.kit.serialise.references import References
from tenant_apps.affiliates.actions.programme import PAGE


@register_codec("affiliates.AffiliateProgramme")
class ProgrammeCodec(PlainCodec):
    """The one programme of a tenant."""

    def finish(self, changed: set[str], refs: References) -> None:
        """Its page is drawn anew."""
        purge(PAGE)
