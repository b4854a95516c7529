"""`sequences`: emails that follow one another."""

from typing import Any
from uuid import uuid4

from marque.kit.serialise.records import Record, RecordSet
from provisioning.manifest.book import COURSE, Book
from provisioning.manifest.schema import choice, column, items, ref, table
from provisioning.manifest.sections.base import Section, said, twice
from provisioning.manifest.tree import children
from provisioning.manifest.wish import Wish, after, moment, pair
from tenant_apps.sequences.models import Sequence, SequenceStep

_LABEL, _STEP = "sequences.Sequence", "sequences.SequenceStep"


STEP = {
    "wait_days": column(SequenceStep, "wait_days", "days after the email before; 0 is straight away"),
    "subject": column(SequenceStep, "subject", "the subject", required=True),
    "body": column(SequenceStep, "body", "the text", required=True),
}
SEQUENCE = {
    "name": column(Sequence, "name", "what it is called", required=True),
    "trigger": column(Sequence, "trigger", "what starts it"),
    "course": ref("the course it greets learners of; without one, of every course", COURSE),
    "state": choice("whether it sends", ("live", "paused"), default="live"),
    "steps": items("the emails", table("An email.", STEP), most=100),
}


class SequencesSection(Section):
    """Sequences by name, their emails in order."""

    name = "sequences"
    labels = (_LABEL, _STEP)
    field = items("Emails that follow one another.", table("A sequence.", SEQUENCE), most=200)

    def ask(self, value: Any, wish: Wish, media: Any) -> None:
        """Each sequence with its steps."""
        twice(value, "name", wish, "sequences")
        there = {record.fields["name"]: record for record in wish.before.of(_LABEL)}
        for item in value:
            known = there.get(item["name"])
            on = item["state"] == "live"
            if on and not item["steps"]:
                wish.wrong(item.mark, "A live sequence needs at least one email.", "steps")
            fields = {
                "name": item["name"],
                "trigger": item["trigger"],
                "course": wish.resolve(item["course"]),
                "live_at": moment(known.fields["live_at"] if known else None, on=on),
            }
            self._steps(wish.put(_LABEL, known.key if known else str(uuid4()), fields), item["steps"], wish)

    def pull(self, records: RecordSet, book: Book) -> Any:
        """All sequences, by name."""
        return [
            said(SEQUENCE, self._pulled(record, records, book))
            for record in sorted(records.of(_LABEL), key=lambda record: (record.fields["name"], record.key))
        ]

    def _steps(self, sequence: Record, steps: list[Any], wish: Wish) -> None:
        existing = [(step.fields["subject"], step) for step in children(wish.before, _STEP, "sequence", sequence.key)]
        last = None
        for item, known in zip(steps, pair([step["subject"] for step in steps], existing), strict=True):
            place = {"sequence": {"ref": _LABEL, "key": sequence.key}, "after": after(last)}
            last = wish.put(_STEP, known.key if known else str(uuid4()), dict(item) | place)

    def _pulled(self, record: Record, records: RecordSet, book: Book) -> dict[str, Any]:
        steps = [said(STEP, found.fields) for found in children(records, _STEP, "sequence", record.key)]
        state = "live" if record.fields["live_at"] else "paused"
        return record.fields | {"course": book.name(record.fields["course"]), "state": state, "steps": steps}
