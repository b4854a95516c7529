"""What stands on a certificate: the same for the page and the PDF."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import segno
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marque.kit.http import tenant_url
from marque.kit.tenancy.addresses import path_to
from marque.kit.zones import zone_named
from tenant_apps.certificates.models import COURSE, Certificate
from themes.covers import art

# Up to so many letters this size; a longer name than the last takes two lines or three.
STEPS = ((13, "xl"), (18, "l"), (26, "m"), (40, "s"))


@dataclass(frozen=True)
class Sheet:
    """A certificate, ready to be set in type."""

    school: str
    heading: str
    lead: str
    name: str
    name_size: str
    before: str
    course: str
    after: str
    signature_name: str
    signature_role: str
    finished_at: datetime
    expires_at: datetime | None
    study_time: str
    number: str
    verify_url: str
    seed: str

    @property
    def verify_text(self) -> str:
        """The address as it is printed."""
        return self.verify_url.split("://", 1)[-1].rstrip("/")


def sheet_of(certificate: Certificate, contents: Mapping[str, Any], time_zone: str) -> Sheet:
    """Everything that stands on it, by what it was issued with."""
    words = contents["words"]
    before, _found, after = words["wording"].partition(COURSE)
    author = certificate.course.author
    signed_by = words["signature_name"] or (author.name if author else "")
    zone = zone_named(time_zone)
    return Sheet(
        school=contents["school"],
        heading=words["heading"],
        lead=words["lead"],
        name=certificate.name_on_it,
        name_size=name_size(certificate.name_on_it),
        before=before,
        course=certificate.course_title,
        after=after,
        signature_name=signed_by,
        signature_role=words["signature_role"] or (_("Teacher") if signed_by else ""),
        finished_at=certificate.issued_at.astimezone(zone),
        expires_at=certificate.expires_at.astimezone(zone) if certificate.expires_at else None,
        study_time=_study_time(certificate.lessons, certificate.minutes),
        number=certificate.number,
        verify_url=tenant_url(path_to("certificates:certificate", certificate.serial)),
        seed=art.seed_of(f"{certificate.name_on_it} {certificate.course_title}"),
    )


def values_of(sheet: Sheet) -> dict[str, str]:
    """What the merge fields of a layout stand for."""
    return {
        "name": sheet.name,
        "course": sheet.course,
        "school": sheet.school,
        "heading": sheet.heading,
        "lead": sheet.lead,
        "wording": f"{sheet.before}{sheet.course}{sheet.after}",
        "date": date_format(sheet.finished_at, "j F Y"),
        "expires": date_format(sheet.expires_at, "j F Y") if sheet.expires_at else "",
        "number": sheet.number,
        "study_time": sheet.study_time,
        "signature_name": sheet.signature_name,
        "signature_role": sheet.signature_role,
        "address": sheet.verify_text,
    }


def width_of(text: str) -> int:
    """How wide a text is, in letters: those of East Asia count two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text if letter.isprintable())


def name_size(name: str) -> str:
    """How large a name can be set: `xl` for most, down to `xs`."""
    return next((size for most, size in STEPS if width_of(name) <= most), "xs")


def qr_svg(url: str, *, dark: str = "#000000") -> str:
    """The address as a QR code: SVG with attributes only, which the content security policy allows."""
    code = segno.make(url, error="m", micro=False)
    return code.svg_inline(border=0, dark=dark, omitsize=True, svgclass=None, lineclass=None)


def _study_time(lessons: int, minutes: int) -> str:
    if not lessons:
        return ""
    text = ngettext("%(count)d lesson", "%(count)d lessons", lessons) % {"count": lessons}
    if minutes < 60:
        return text
    hours = round(minutes / 60)
    return _("%(lessons)s, %(hours)s") % {
        "lessons": text,
        "hours": ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours},
    }
