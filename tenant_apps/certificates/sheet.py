"""What stands on a certificate: the same for the page and the PDF."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import segno
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marque.kit.http import tenant_url
from marque.kit.tenancy.addresses import path_to
from tenant_apps.certificates.models import COURSE, Certificate
from tenant_apps.certificates.queries import design_for
from themes.brand import BrandValue
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
    study_time: str
    number: str
    verify_url: str
    seed: str

    @property
    def verify_text(self) -> str:
        """The address as it is printed."""
        return self.verify_url.split("://", 1)[-1].rstrip("/")


def sheet_of(certificate: Certificate, brand: BrandValue, school: str) -> Sheet:
    """Everything that stands on it."""
    design = design_for(certificate.course)
    before, _found, after = str(design.wording).partition(COURSE)
    author = certificate.course.author
    signed_by = design.signature_name or (author.name if author else "")
    return Sheet(
        school=school,
        heading=str(design.heading),
        lead=str(design.lead),
        name=certificate.name_on_it,
        name_size=name_size(certificate.name_on_it),
        before=before,
        course=certificate.course_title,
        after=after,
        signature_name=signed_by,
        signature_role=design.signature_role or (_("Teacher") if signed_by else ""),
        finished_at=certificate.issued_at.astimezone(_zone(brand.time_zone)),
        study_time=_study_time(certificate.lessons, certificate.minutes),
        number=certificate.number,
        verify_url=tenant_url(path_to("certificates:certificate", certificate.serial)),
        seed=art.seed_of(f"{certificate.name_on_it} {certificate.course_title}"),
    )


def name_size(name: str) -> str:
    """How large a name can be set: `xl` for most, down to `xs`."""
    width = sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in name if letter.isprintable())
    return next((size for most, size in STEPS if width <= most), "xs")


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


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
