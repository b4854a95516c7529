"""What a certificate is issued with: everything about its look that could change later, as one value."""

import hashlib
import json
from typing import TYPE_CHECKING, Any

from tenant_apps.certificates.models import Certificate, CertificateDesign, CertificateEdition
from tenant_apps.certificates.queries import design_for
from themes.brand import current_brand
from themes.context import current_site

if TYPE_CHECKING:
    from tenant_apps.accounts.models import User

# the roles of colours that a certificate is drawn in
_COLOURS = ("brand_solid", "brand_ink", "ink", "ink_2", "line_strong")


def contents_of(design: CertificateDesign) -> dict[str, Any]:
    """The design in the brand of this moment."""
    brand = current_brand()
    return {
        "words": {
            "heading": str(design.heading),
            "lead": str(design.lead),
            "wording": str(design.wording),
            "signature_name": design.signature_name,
            "signature_role": design.signature_role,
        },
        "layout": design.layout,
        "theme": brand.theme,
        "colours": {name: brand.light[name] for name in _COLOURS} | {"accent": brand.accent_colour},
        "school": current_site(brand).name,
    }


def keep_edition(design: CertificateDesign, *, by: "User | None" = None) -> CertificateEdition:
    """The design as it is now, written down once."""
    contents = contents_of(design)
    written = json.dumps([str(design.key) if design.pk else "", contents], sort_keys=True)
    digest = hashlib.sha256(written.encode()).hexdigest()
    values = {"design": design if design.pk else None, "contents": contents, "by": by}
    edition, _new = CertificateEdition.objects.get_or_create(digest=digest, defaults=values)
    return edition


def contents_for(certificate: Certificate) -> dict[str, Any]:
    """What this certificate was issued with; what is current for one from before editions were kept."""
    if certificate.edition is not None:
        return dict(certificate.edition.contents)
    return contents_of(design_for(certificate.course))
