"""The designer: a page, the real rendering of what is on it, and saving it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from marque.kit import clock
from marque.kit.errors import Refused
from marque.kit.pdf import PdfError
from tenant_apps.certificates import actions
from tenant_apps.certificates.documents import preview_png
from tenant_apps.certificates.editions import contents_of
from tenant_apps.certificates.layouts import MERGED, PAPERS, LayoutUnreadable, read_layout
from tenant_apps.certificates.models import Certificate, CertificateDesign
from tenant_apps.certificates.sheet import Sheet, sheet_of
from tenant_apps.certificates.starters import STARTERS
from tenant_apps.courses.models import Course
from tenant_apps.courses.permissions import may_oversee
from themes.brand import current_brand

SAMPLES = (
    "Sofia Brandt",
    "Maximiliane Alexandra von Hohenlohe-Langenburg und Waldenburg-Schillingsfürst",
    "राहुल देशपांडे",
    "فاطمة الزهراء",
    "佐藤 花",
    "Sofia 🎓 Brandt",
)
MOST_BYTES, WIDE, VERSIONS = 100_000, 1200, 20
KINDS = {
    "text": gettext_lazy("Words"),
    "picture": gettext_lazy("Picture"),
    "qr": gettext_lazy("QR code"),
    "line": gettext_lazy("Line"),
    "box": gettext_lazy("Area"),
    "rosette": gettext_lazy("Rosette"),
}
COLOURS = {
    "ink": gettext_lazy("Ink"),
    "muted": gettext_lazy("Grey"),
    "brand": gettext_lazy("Brand"),
    "accent": gettext_lazy("Accent"),
    "white": gettext_lazy("White"),
}


@may_oversee
@require_GET
def designer(request: HttpRequest, key: UUID) -> HttpResponse:
    """The page."""
    design = _found(key)
    versions = [
        {"label": f"{row.created_at:%Y-%m-%d %H:%M}", "layout": row.contents["layout"]}
        for row in design.editions.all()[:VERSIONS]
        if row.contents["layout"]
    ]
    context: dict[str, Any] = {
        "design": design,
        "state": {
            "layout": design.layout or STARTERS[0].layout.as_json(),
            "revision": design.revision,
            "starters": {each.code: each.layout.as_json() for each in STARTERS},
            "versions": versions,
            "papers": PAPERS,
            "kinds": {kind: str(label) for kind, label in KINDS.items()},
        },
        "starters": STARTERS,
        "versions": versions,
        "papers": [(code, code.upper() if code[0] == "a" else code.title()) for code in PAPERS],
        "merged": MERGED,
        "colours": COLOURS,
        "kinds": KINDS,
        "samples": SAMPLES,
    }
    return render(request, "certificates/studio/designer.html", context)


@may_oversee
@require_POST
def preview(request: HttpRequest, key: UUID) -> HttpResponse:
    """The layout as it will be printed, for a person who is not there."""
    design = _found(key)
    try:
        said = _said(request)
        contents = contents_of(design) | {"layout": read_layout(said.get("layout")).as_json()}
        name = actions.clean_name(str(said.get("name") or SAMPLES[0]))
        png = preview_png(_sample(design, contents, name), contents, width=WIDE)
    except Refused as refused:
        return _refusal(refused)
    except PdfError:
        return JsonResponse({"error": _("This could not be drawn. Take the last change back.")}, status=422)
    return HttpResponse(png, content_type="image/png", headers={"Cache-Control": "no-store"})


@may_oversee
@require_POST
def layout(request: HttpRequest, key: UUID) -> HttpResponse:
    """Save it. Certificates that were issued stay as they are."""
    design = _found(key)
    try:
        said = _said(request)
        seen = said.get("seen")
        if not isinstance(seen, int):
            raise LayoutUnreadable
        saved = actions.set_layout(design=design, layout=said.get("layout"), seen=seen, by=request.user)  # type: ignore[arg-type]
    except Refused as refused:
        return _refusal(refused)
    return JsonResponse({"revision": saved.revision})


@may_oversee
@require_POST
def pictures(request: HttpRequest, key: UUID) -> HttpResponse:
    """Add a picture."""
    _found(key)
    file = request.FILES.get("file")
    try:
        if file is None:
            raise actions.PictureTooLarge
        added = actions.add_picture(file=file, by=request.user)  # type: ignore[arg-type]
    except Refused as refused:
        return _refusal(refused)
    return JsonResponse({"key": str(added.key), "width": added.width, "height": added.height})


def _found(key: UUID) -> CertificateDesign:
    return get_object_or_404(CertificateDesign.objects.select_related("course__author"), key=key)


def _said(request: HttpRequest) -> dict[str, Any]:
    try:
        said = json.loads(request.body[:MOST_BYTES])
    except (ValueError, RecursionError):
        raise LayoutUnreadable from None
    if not isinstance(said, dict):
        raise LayoutUnreadable
    return said


def _sample(design: CertificateDesign, contents: dict[str, Any], name: str) -> Sheet:
    course = design.course or Course.objects.select_related("author").first() or Course(title=_("Your course"))
    now = clock.now()
    nobody = Certificate(
        serial="SAMPLE0000",
        course=course,
        name_on_it=name,
        course_title=course.title,
        lessons=12,
        minutes=480,
        issued_at=now,
        expires_at=now + timedelta(days=30 * design.valid_months) if design.valid_months else None,
    )
    return sheet_of(nobody, contents, current_brand().time_zone)


def _refusal(refused: Refused) -> JsonResponse:
    return JsonResponse({"error": str(refused)}, status=422)
