"""The store a business names, its key, and what is taken away by hand."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marque.kit.errors import Refused
from marque.kit.tenancy.context import require_tenant
from shared_apps.operations import audit
from tenant_apps.courses.models import Course
from tenant_apps.webhooks import actions as webhooks
from tenant_apps.xapi.models import RecordStore, Version

SPEAKS = "xapi"


class KeyMissing(Refused):
    """Nobody is let in without."""

    field = "password"
    message = _("Type the secret that belongs to the key.")


class BadKey(Refused):
    """Not what Basic authentication can carry (RFC 7617)."""

    field = "username"
    message = _("A key has no colon in it. What follows the colon is the secret.")


class PlainAddress(Refused):
    """Something would be written behind it."""

    field = "url"
    message = _("Write the address without a question mark or a hash; “statements” is added to it.")


@transaction.atomic
def save_store(
    *, url: str, username: str, password: str = "", version: str = Version.V1, names_emails: bool = False, by: Any
) -> RecordStore:
    """Name the store, or change it; without a password the one of before stays. What waits goes to the new address.

    Raises AddressRefused, PlainAddress, BadKey and KeyMissing.
    """
    if set(url) & set("?#"):
        raise PlainAddress
    if ":" in username:
        raise BadKey
    known = RecordStore.objects.select_for_update().select_related("endpoint").first()
    # a secret is for whom it was typed: not for another host that the address may name later
    if not password and (known is None or known.username != username or _origin(known.endpoint.url) != _origin(url)):
        raise KeyMissing
    secret = f"{username}:{password}"
    if known is None:
        endpoint, _secret = webhooks.add_endpoint(url=url, types=[], speaks=SPEAKS, secret=secret, by=by)
        known = RecordStore(endpoint=endpoint)
    else:
        webhooks.change_endpoint(endpoint=known.endpoint, url=url, types=[], by=by)
        if password:
            webhooks.replace_secret(endpoint=known.endpoint, secret=secret, by=by)
    known.username, known.version, known.names_emails = username, version, names_emails
    known.save()
    _record(known, by)
    return known


def note_download(*, course: Course, since: date, until: date, statements: int, by: Any) -> None:
    """Write down that somebody took away what learners did, and how much of it."""
    about = {"course": course.title, "since": since.isoformat(), "until": until.isoformat(), "statements": statements}
    here = require_tenant().id
    audit.record(by=by.email, action="xapi.downloaded", target=str(course.key), tenant_id=here, data=about)


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc


def _record(store: RecordStore, by: Any) -> None:
    about = {"names_emails": store.names_emails, "version": store.version}
    here = require_tenant().id
    audit.record(by=by.email, action="xapi.saved", target=str(store.key), tenant_id=here, data=about)
