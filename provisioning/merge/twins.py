"""What both sides made of one thing: two records where the database lets one be. They become one, then merge."""

import json
from typing import Any

from marque.kit.serialise.records import Record, RecordSet

# what no two records may share; neither is an address that somebody could change
_ONCE = {
    "media.Asset": ("sha256", "title"),
    "assessments.Quiz": ("lesson",),
    "assessments.Assignment": ("lesson",),
    "assessments.Example": ("assignment",),
    "assessments.GradeWeight": ("lesson",),
    "certificates.CertificateDesign": ("course",),
}


def as_one(live: RecordSet, fork: RecordSet) -> RecordSet:
    """The fork's records, with the live keys of what is the same thing."""
    text = fork.to_json()
    for old, new in _twins(live, fork).items():
        # keys are UUIDs: they stand for nothing else
        text = text.replace(f'"{old}"', f'"{new}"')
    return RecordSet.from_json(text)


def _twins(live: RecordSet, fork: RecordSet) -> dict[str, str]:
    there = {_what(record): record.key for record in live.of(*_ONCE) if record.id not in fork}
    new = [record for record in fork.of(*_ONCE) if record.id not in live]
    return {record.key: there[_what(record)] for record in new if _what(record) in there}


def _what(record: Record) -> tuple[str, Any]:
    return record.label, json.dumps([record.fields[name] for name in _ONCE[record.label]], sort_keys=True)
