"""Certificates for whoever holds their number."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from marque.kit.errors import Refused
from marque.kit.http import tenant_url
from tenant_apps.certificates import actions, queries
from tenant_apps.certificates.documents import certificate_card, certificate_pdf, certificate_png
from tenant_apps.certificates.editions import contents_for
from tenant_apps.certificates.forms import CompareForm, NameForm, NumberForm
from tenant_apps.certificates.models import Certificate
from tenant_apps.certificates.sharing import linkedin_url
from tenant_apps.certificates.sheet import qr_svg, sheet_of
from tenant_apps.people.queries import person_for_request
from themes.brand import current_brand
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


@require_POST
def comparison(request: HttpRequest, serial: str) -> HttpResponse:
    """Whether the name on a paper is the one that was erased here."""
    found, form = queries.certificate_by_serial(serial), CompareForm(request.POST)
    if found is None or not found.forgotten_at or not found.is_valid:
        raise Http404
    same = form.is_valid() and actions.name_digest(found.serial, form.cleaned_data["name"]) == found.name_digest
    return _page(request, found, NameForm(), compared=same if form.is_valid() else None, comparing=form)


@require_GET
def pdf(request: HttpRequest, serial: str) -> HttpResponse:
    """The paper."""
    found = queries.certificate_by_serial(serial)
    if found is None:
        return _unknown(request, serial)
    if not found.has_paper:
        return _page(request, found, NameForm(), status=410)
    stem = slugify(f"{found.name_on_it} {found.course_title}") or "certificate"
    headers = _PRIVATE | {"Content-Disposition": content_disposition_header(True, f"{stem}.pdf") or "attachment"}
    return HttpResponse(certificate_pdf(found), content_type="application/pdf", headers=headers)


@require_GET
def picture(request: HttpRequest, serial: str, shape: str) -> HttpResponse:
    """The paper as a picture: the page itself, or a card for networks."""
    found = queries.certificate_by_serial(serial)
    if found is None or not found.has_paper or shape not in ("card", "page"):
        raise Http404
    made = certificate_card(found) if shape == "card" else certificate_png(found)
    return HttpResponse(made, content_type="image/png", headers=_PRIVATE)


_PRIVATE = {"Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex"}


def _page(
    request: HttpRequest, found: Certificate, form: NameForm, status: int = 200, **compared: object
) -> HttpResponse:
    brand, contents, is_theirs = current_brand(), contents_for(found), _is_theirs(request, found)
    sheet = sheet_of(found, contents, brand.time_zone)
    values = {
        "certificate": found,
        "sheet": sheet,
        "is_expired": found.is_expired(),
        "is_designed": bool(contents["layout"]),
        "qr": qr_svg(sheet.verify_url),
        "rosette_url": art.address("rosette", sheet.seed, "seal", brand.art_version),
        "card_url": tenant_url(reverse("certificates:picture", args=[found.serial, "card"])),
        "linkedin_url": linkedin_url(found, sheet) if is_theirs else "",
        "form": form if is_theirs and found.is_valid and not found.name_on_it else None,
        "comparing": CompareForm() if found.name_digest else None,
    }
    return render(request, "certificates/certificate.html", values | compared, status=status)


def _unknown(request: HttpRequest, typed: str) -> HttpResponse:
    values = {"form": NumberForm(initial={"number": typed[:40]}), "unknown": typed[:40]}
    return render(request, "certificates/find.html", values, status=404)


def _is_theirs(request: HttpRequest, found: Certificate) -> bool:
    person = person_for_request(request)
    return person is not None and person.pk == found.person_id
