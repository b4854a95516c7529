"""How certificates read and look."""

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from tenant_apps.certificates.editions import keep_edition
from tenant_apps.certificates.layouts import check_complete, read_layout
from tenant_apps.certificates.models import CertificateDesign, CertificatePicture
from tenant_apps.courses.models import Course

if TYPE_CHECKING:
    from tenant_apps.accounts.models import User


class DesignChanged(Refused):
    """Somebody else saved it meanwhile."""

    message = _("Somebody changed this design since you opened it. Reload the page; your layout is kept until then.")


class PictureGone(Refused):
    """A picture on it does not exist."""

    message = _("A picture on this design is no longer there. Add it again.")


@transaction.atomic
def set_design(
    *,
    course: Course | None,
    heading: str,
    lead: str,
    wording: str,
    signature_name: str = "",
    signature_role: str = "",
    valid_months: int | None = None,
    by: "User | None" = None,
) -> CertificateDesign:
    """How certificates of a course read, or of all courses without a design of their own."""
    values = {
        "heading": heading,
        "lead": lead,
        "wording": wording,
        "signature_name": signature_name,
        "signature_role": signature_role,
        "valid_months": valid_months,
    }
    design, _new = CertificateDesign.objects.update_or_create(course=course, defaults=values)
    return design


@transaction.atomic
def set_layout(*, design: CertificateDesign, layout: Any, seen: int, by: "User | None" = None) -> CertificateDesign:
    """Place the fields; an empty layout takes the theme's own sheet. Raises Refused; what was issued stays as it is."""
    current = CertificateDesign.objects.select_for_update().get(pk=design.pk)
    if current.revision != seen:
        raise DesignChanged
    if layout:
        read = read_layout(layout)
        check_complete(read)
        if CertificatePicture.objects.filter(key__in=read.pictures).count() != len(read.pictures):
            raise PictureGone
        layout = read.as_json()
    current.layout, current.revision = layout or {}, current.revision + 1
    current.save(update_fields=["layout", "revision"])
    keep_edition(current, by=by)
    return current
