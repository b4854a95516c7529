"""A certificate where people show it: the picture for networks, and LinkedIn."""

from io import BytesIO
from urllib.parse import urlencode

from PIL import Image

from tenant_apps.certificates.models import Certificate
from tenant_apps.certificates.sheet import Sheet

# what Open Graph pictures are shown as
CARD = (1200, 630)
_MARGIN = 36


def share_card(page: bytes, ground: str) -> bytes:
    """The page in the middle of a card."""
    with Image.open(BytesIO(page)) as image:
        sheet = image.convert("RGB")
    sheet.thumbnail((CARD[0] - 2 * _MARGIN, CARD[1] - 2 * _MARGIN), Image.Resampling.LANCZOS)
    card = Image.new("RGB", CARD, ground)
    card.paste(sheet, ((CARD[0] - sheet.width) // 2, (CARD[1] - sheet.height) // 2))
    out = BytesIO()
    card.save(out, "PNG", optimize=True)
    return out.getvalue()


def linkedin_url(certificate: Certificate, sheet: Sheet) -> str:
    """LinkedIn's form for a certification, filled in (its help: "Add to profile")."""
    said = {
        "startTask": "CERTIFICATION_NAME",
        "name": certificate.course_title,
        "organizationName": sheet.school,
        "issueYear": sheet.finished_at.year,
        "issueMonth": sheet.finished_at.month,
        "certUrl": sheet.verify_url,
        "certId": certificate.number,
    }
    if sheet.expires_at:
        said |= {"expirationYear": sheet.expires_at.year, "expirationMonth": sheet.expires_at.month}
    return f"https://www.linkedin.com/profile/add?{urlencode(said)}"
