"""Every email the business sent, or kept."""

import re
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from marque.kit.mail.models import SentEmail
from tenant_apps.accounts.models import Role
from tenant_apps.accounts.permissions import has_role, role_required

managers = role_required(Role.OWNER, Role.STAFF)
PER_PAGE = 30
SIGN_IN = "sign-in"
# links that let somebody in, or give them what was bought for them
_DOOR = re.compile(r"/(accounts/link|gifts|teams/seat|teams/join)/[^/\s\"<>]+/")
# what opens an order's pages, from where a gift can be sent elsewhere
_TOKEN = re.compile(r"([?&](?:amp;)?t=)[^&\s\"<>]+")
# What a list shows; bodies stay where they are.
_LISTED = ("key", "to", "subject", "purpose", "queued_at", "sent_at", "failed_at", "kept_at")


@managers
def outbox(request: HttpRequest) -> HttpResponse:
    """The latest first; older ones by keyset."""
    rows = SentEmail.objects.only(*_LISTED).order_by("-pk")
    before = request.GET.get("before", "")
    if before:
        mark = SentEmail.objects.filter(key=_uuid(before)).values_list("pk", flat=True).first()
        rows = rows.filter(pk__lt=mark or 0)
    page = list(rows[: PER_PAGE + 1])
    values = {"messages_sent": page[:PER_PAGE], "older": page[PER_PAGE - 1].key if len(page) > PER_PAGE else None}
    return render(request, "studio/outbox.html", values)


@managers
def message(request: HttpRequest, key: UUID) -> HttpResponse:
    """One email as it went out."""
    return render(request, "studio/message.html", {"mail": _message(request, key), "as_text": "text" in request.GET})


@managers
def body(request: HttpRequest, key: UUID) -> HttpResponse:
    """Its HTML, for a frame that may do nothing."""
    response = HttpResponse(_message(request, key).html)
    response["Content-Security-Policy"] = (
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'"
    )
    return response


def _message(request: HttpRequest, key: UUID) -> SentEmail:
    found = SentEmail.objects.filter(key=key).first()
    if found is None:
        raise Http404
    return found if has_role(request.user, Role.OWNER) else _without_keys(found)


def _without_keys(mail: SentEmail) -> SentEmail:
    # or staff could ask for an owner's sign-in link, read it here, and be an owner
    if mail.purpose == SIGN_IN:
        mail.html, mail.text = "", _("This email lets somebody sign in. Only an owner can read it here.")
    mail.html, mail.text = (_TOKEN.sub(r"\1…", _DOOR.sub(r"/\1/…/", part)) for part in (mail.html, mail.text))
    return mail


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
