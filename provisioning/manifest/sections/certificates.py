"""`certificates`: how they read."""

from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError

from marque.kit.serialise.records import RecordSet
from provisioning.manifest.book import COURSE, Book
from provisioning.manifest.schema import column, items, ref, table
from provisioning.manifest.sections.base import Section, said
from provisioning.manifest.wish import Wish
from tenant_apps.certificates.models import CertificateDesign, validate_wording

_LABEL = "certificates.CertificateDesign"

DESIGN = {
    "course": ref("for one course; without it, for every course that has no design of its own", COURSE),
    "heading": column(CertificateDesign, "heading", "the heading"),
    "lead": column(CertificateDesign, "lead", "before the name"),
    "wording": column(CertificateDesign, "wording", "after the name; {course} stands for the course’s title"),
    "signature_name": column(CertificateDesign, "signature_name", "who signs; else the course’s teacher"),
    "signature_role": column(CertificateDesign, "signature_role", "their role"),
}


class CertificatesSection(Section):
    """One design for all courses, and others for single ones."""

    name = "certificates"
    labels = (_LABEL,)
    field = items("How certificates read.", table("A design.", DESIGN), most=500)

    def ask(self, value: Any, wish: Wish, media: Any) -> None:
        """Each design, known by its course."""
        there = {(design.fields["course"] or {}).get("key"): design for design in wish.before.of(_LABEL)}
        seen: set[str | None] = set()
        for item in value:
            course = wish.resolve(item["course"])
            key = course["key"] if course else None
            if key in seen:
                wish.wrong(item.mark, "There are two designs for the same course.", "course")
            seen.add(key)
            self._check(item, wish)
            known = there.get(key)
            wish.put(_LABEL, known.key if known else str(uuid4()), dict(item) | {"course": course})

    def pull(self, records: RecordSet, book: Book) -> Any:
        """All designs, the common one first."""
        found = [design.fields | {"course": book.name(design.fields["course"])} for design in records.of(_LABEL)]
        return [said(DESIGN, fields) for fields in sorted(found, key=lambda fields: fields["course"] or "")]

    def _check(self, item: Any, wish: Wish) -> None:
        try:
            validate_wording(item["wording"])
        except ValidationError as error:
            wish.wrong(item.mark, error.messages[0], "wording")
