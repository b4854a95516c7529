"""Sequences as records: their emails in order."""

from typing import ClassVar

from marque.kit.serialise.codecs import register_codec
from marque.kit.serialise.plain import PlainCodec
from marque.kit.serialise.records import Record
from marque.kit.serialise.references import References
from tenant_apps.sequences.actions import delete_step
from tenant_apps.sequences.models import SequenceStep


@register_codec("sequences.SequenceStep")
class StepCodec(PlainCodec):
    """An email; who waited for one that goes waits for the next."""

    ordered_in: ClassVar[str] = "sequence"

    def remove(self, record: Record, refs: References) -> None:
        """Delete it as its author would."""
        step = SequenceStep.objects.filter(key=record.key).first()
        if step is not None:
            delete_step(step=step)
            refs.forget(SequenceStep, step.pk)
