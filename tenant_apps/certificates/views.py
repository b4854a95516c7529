"""Certificates for whoever holds their number."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from marque.kit.errors import Refused
from tenant_apps.certificates import actions, queries
from tenant_apps.certificates.documents import certificate_pdf
from tenant_apps.certificates.forms import NameForm, NumberForm
from tenant_apps.certificates.models import Certificate
from tenant_apps.certificates.sheet import qr_svg, sheet_of
from tenant_apps.people.queries import person_for_request
from themes.brand import current_brand
from themes.context import current_site
from themes.covers import art


@require_GET
@never_cache
def find(request: HttpRequest) -> HttpResponse:
    """Type the number on a certificate."""
    form = NumberForm(request.GET if "number" in request.GET else None)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data["number"]
        found = queries.certificate_by_serial(typed)
        return redirect("certificates:certificate", found.serial) if found else _unknown(request, typed)
    return render(request, "certificates/find.html", {"form": form})


@require_GET
@never_cache
def certificate(request: HttpRequest, serial: str) -> HttpResponse:
    """Whether a certificate is genuine, and the certificate itself."""
    found = queries.certificate_by_serial(serial)
    if found is None:
        return _unknown(request, serial)
    if found.serial != serial:
        return redirect("certificates:certificate", found.serial, permanent=True)
    return _page(request, found, NameForm())


@require_POST
def name(request: HttpRequest, serial: str) -> HttpResponse:
    """Its owner puts a name on a certificate that has none."""
    found = queries.certificate_by_serial(serial)
    if found is None or not _is_theirs(request, found):
        raise Http404
    form = NameForm(request.POST)
    if form.is_valid():
        try:
            actions.put_name(certificate=found, name=form.cleaned_data["name"])
            return redirect("certificates:certificate", found.serial)
        except Refused as refused:
            form.add_error("name", str(refused))
    return _page(request, found, form, status=422)


@require_GET
def pdf(request: HttpRequest, serial: str) -> HttpResponse:
    """The paper."""
    found = queries.certificate_by_serial(serial)
    if found is None:
        return _unknown(request, serial)
    if not found.is_valid:
        return _page(request, found, NameForm(), status=410)
    stem = slugify(f"{found.name_on_it} {found.course_title}") or "certificate"
    headers = {
        "Content-Disposition": content_disposition_header(True, f"{stem}.pdf") or "attachment",
        "Cache-Control": "private, no-cache",
        "X-Robots-Tag": "noindex",
    }
    return HttpResponse(certificate_pdf(found), content_type="application/pdf", headers=headers)


def _page(request: HttpRequest, found: Certificate, form: NameForm, status: int = 200) -> HttpResponse:
    brand = current_brand()
    sheet = sheet_of(found, brand, current_site(brand).name)
    values = {
        "certificate": found,
        "sheet": sheet,
        "qr": qr_svg(sheet.verify_url),
        "rosette_url": art.address("rosette", sheet.seed, "seal", brand.art_version),
        "form": form if _is_theirs(request, found) and found.is_valid and not found.name_on_it else None,
    }
    return render(request, "certificates/certificate.html", values, status=status)


def _unknown(request: HttpRequest, typed: str) -> HttpResponse:
    values = {"form": NumberForm(initial={"number": typed[:40]}), "unknown": typed[:40]}
    return render(request, "certificates/find.html", values, status=404)


def _is_theirs(request: HttpRequest, found: Certificate) -> bool:
    person = person_for_request(request)
    return person is not None and person.pk == found.person_id
