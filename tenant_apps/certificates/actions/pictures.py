"""Pictures for certificates and badges."""

import hashlib
from typing import TYPE_CHECKING

from django.core.files import File
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from shared_apps.plans.limits import require_room
from tenant_apps.certificates.models import CertificatePicture
from tenant_apps.media.actions import describe
from tenant_apps.media.formats import Kind

if TYPE_CHECKING:
    from tenant_apps.accounts.models import User

MOST_BYTES = 8 << 20
# what WeasyPrint and Pillow both draw
_TYPES = {"image/png": "png", "image/jpeg": "jpg"}


class PictureTooLarge(Refused):
    """Too large, or of a kind that no printer knows."""

    message = _("Choose a PNG or JPEG of at most 8 MB.")
    field = "file"


def add_picture(*, file: File, by: "User | None" = None) -> CertificatePicture:
    """A picture drawn again, so that nothing hides in it; the same one is kept once. Raises FileRefused or this."""
    if not file.size or file.size > MOST_BYTES:
        raise PictureTooLarge
    asset, content = describe(file=file)
    if asset.kind != Kind.IMAGE or asset.content_type not in _TYPES:
        raise PictureTooLarge
    content.seek(0)
    raw = content.read()
    digest = hashlib.sha256(raw).hexdigest()
    known = CertificatePicture.objects.filter(sha256=digest).first()
    if known:
        return known
    require_room("storage", len(raw))
    picture = CertificatePicture(
        content_type=asset.content_type, sha256=digest, size=len(raw), width=asset.width or 0, height=asset.height or 0
    )
    picture.file.save(f"picture.{_TYPES[asset.content_type]}", ContentFile(raw), save=False)
    return _kept(picture)


def _kept(picture: CertificatePicture) -> CertificatePicture:
    try:
        with transaction.atomic():
            picture.save()
    except IntegrityError:
        # somebody added the same a moment ago: theirs stays
        picture.file.storage.delete(str(picture.file.name))
        return CertificatePicture.objects.get(sha256=picture.sha256)
    return picture
