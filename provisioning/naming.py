"""What people call a record and where it belongs: `lesson second-number/why`."""

from typing import Any

from django.apps import apps

from marque.kit.serialise.records import Record, RecordSet
from provisioning.manifest.book import PAGES, paths

# which field leads up to what a record is named below
_ABOVE = {
    "courses.Module": "course",
    "courses.Lesson": "course",
    "assessments.Quiz": "lesson",
    "assessments.Question": "quiz",
    "assessments.Choice": "question",
    "assessments.Assignment": "lesson",
    "assessments.Criterion": "assignment",
    "assessments.Level": "criterion",
    "sequences.SequenceStep": "sequence",
    "certificates.CertificateDesign": "course",
}
# one for each thing above it, and so without a name of its own
_ONE_EACH = ("assessments.Quiz", "assessments.Assignment", "certificates.CertificateDesign")
_NOUNS = {
    "page_builder.HomePage": "page",
    "page_builder.LandingPage": "page",
    "page_builder.TextPage": "page",
    "sequences.SequenceStep": "email",
    "certificates.CertificateDesign": "certificate",
    "wagtailimages.Image": "picture",
    "media.Asset": "file",
    "team": "member",
}


class Names:
    """Names of the records of one or several sets; the first set that has a record names it."""

    def __init__(self, *sets: RecordSet) -> None:
        self.sets = sets
        found: dict[str, str] = {}
        for records in reversed(sets):
            found |= paths(records.of(*PAGES.values()))
        self._paths = found

    def of(self, record: Record) -> str:
        """`lesson second-number/why`."""
        return f"{self.noun(record.label)} {self.path(record)}".strip()

    def noun(self, label: str) -> str:
        """`lesson`."""
        return _NOUNS.get(label) or str(apps.get_model(label)._meta.verbose_name)

    def path(self, record: Record) -> str:
        """`second-number/why`."""
        if record.label in PAGES.values():
            return self._paths.get(record.key, record.name)
        above = self._found(record.fields.get(_ABOVE.get(record.label, "")))
        if record.label == "themes.Brand":
            return ""
        own = "" if record.label in _ONE_EACH else record.name
        return "/".join(part for part in (self.path(above) if above else "", own) if part)

    def value(self, value: Any) -> Any:
        """A value for people: references by name."""
        if isinstance(value, dict) and value.keys() == {"ref", "key"}:
            found = self._found(value)
            return self.of(found) if found else value["key"]
        return value

    def _found(self, ref: Any) -> Record | None:
        if not isinstance(ref, dict):
            return None
        labels = tuple(PAGES.values()) if ref["ref"] == "wagtailcore.Page" else (ref["ref"],)
        ids = [(label, ref["key"]) for label in labels]
        return next((records[id] for records in self.sets for id in ids if id in records), None)
