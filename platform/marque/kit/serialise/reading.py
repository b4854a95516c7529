"""Read the current tenant's config and content as records."""

from collections.abc import Iterable

from django.db import transaction

from marque.kit.serialise.codecs import codecs
from marque.kit.serialise.records import RecordSet
from marque.kit.serialise.references import References


@transaction.atomic
def read(labels: Iterable[str] | None = None) -> RecordSet:
    """Every value of the current tenant, or those of some models; the same tenant gives the same set."""
    wanted = None if labels is None else set(labels)
    refs = References()
    chosen = [codec for codec in codecs() if wanted is None or codec.label in wanted]
    return RecordSet(record for codec in chosen for record in codec.read(refs))
