"""Handed-in files: what they take up, and the signed addresses they are reached by."""

from __future__ import annotations

from django.db.models import Sum

from marque.kit import signing
from marque.kit.tenancy.addresses import path_to
from tenant_apps.accounts.models import User
from tenant_apps.assessments.models import Work
from tenant_apps.media.formats import Kind
from tenant_apps.media.queries import also_kept
from tenant_apps.media.serving import Served
from tenant_apps.media.signing import LIFETIME, rounded

PURPOSE = "work"


@also_kept
def bytes_handed_in() -> int:
    """How many bytes learners' files take up: they count against the business's quota."""
    return Work.objects.aggregate(total=Sum("size"))["total"] or 0


def work_url(work: Work, user: User, *, unnamed: bool = False) -> str:
    """Where a file can be had for a while, by this user alone; `unnamed` hides what its maker called it."""
    token = signing.sign(PURPOSE, [str(work.key), str(user.key), unnamed], rounded(LIFETIME))
    return path_to("assessments:work", token, work.file.name.rpartition("/")[2])


def work_behind(token: str, user: User) -> Served | None:
    """The file a token names, if it was made for this user; raises BadSignature or Expired."""
    value = signing.unsign(PURPOSE, token)
    if not (isinstance(value, list) and len(value) == 3) or value[1] != str(user.key):
        return None
    work = Work.objects.filter(key=value[0]).first()
    return served(work, unnamed=value[2]) if work else None


def served(work: Work, *, unnamed: bool) -> Served:
    """A file as it is sent: pictures, films and sound are shown in the page, the rest is saved."""
    return Served(
        storage=work.file.storage,
        path=work.file.name,
        name=work.file.name.rpartition("/")[2] if unnamed else work.name,
        content_type=work.content_type,
        size=work.size,
        etag=f'"{work.sha256[:32]}"',
        changed_at=work.created_at,
        attachment=work.kind == Kind.DOCUMENT,
    )
