"""Crossing through what all tenants share: caches, files, signatures, sessions, the queue."""

from uuid import uuid4

from celery import shared_task
from celery.exceptions import Reject
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.core.cache import caches
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils.module_loading import import_string

from marque.kit import signing
from marque.kit.tenancy.context import CurrentTenant, enter
from marque.kit.tenancy.tasks import TENANT_HEADER
from provisioning.isolation.probe import held, probe


@probe("cache")
def cached_values(own: CurrentTenant, foreign: CurrentTenant) -> None:
    """A value under the same name, in every cache that tenants use."""
    name = f"crossing-{uuid4().hex}"
    for alias in settings.CACHES.keys() - {"control"}:
        cache = caches[alias]
        with enter(foreign):
            cache.set(name, "theirs", 60)
        try:
            with enter(own):
                held(cache.get(name) is not None or bool(cache.get_many([name])), f"cache {alias} gave it")
                cache.delete(name)
            with enter(foreign):
                held(cache.get(name) != "theirs", f"cache {alias} let it be deleted")
        finally:
            with enter(foreign):
                cache.delete(name)


@probe("media")
def files(own: CurrentTenant, foreign: CurrentTenant) -> None:
    """A file by its path, and by paths that climb."""
    with enter(foreign):
        stored = default_storage.save(f"crossing/{uuid4().hex}.txt", ContentFile(b"theirs"))
    inside = stored.removeprefix(f"tenants/{foreign.id}/")
    ways = (stored, f"tenants/{own.id}/../{foreign.id}/{inside}", f"./{stored}", f"../{stored}", f"x/../{stored}")
    try:
        with enter(own):
            for way in ways:
                for act in (default_storage.open, default_storage.delete, default_storage.exists):
                    _file_refused(act, way)
    finally:
        with enter(foreign):
            default_storage.delete(stored)


def _file_refused(act: object, way: str) -> None:
    try:
        act(way)  # type: ignore[operator]
    except SuspiciousFileOperation:
        return
    held(True, f"{getattr(act, '__name__', act)} of {way} was allowed")


@probe("signature")
def signatures(own: CurrentTenant, foreign: CurrentTenant) -> None:
    """A signed link (media, receipt, sign-in, certificate) of the other."""
    for purpose in ("media", "orders.receipt", "accounts.sign-in"):
        with enter(foreign):
            token = signing.sign(purpose, "theirs", 60)
        with enter(own):
            try:
                signing.unsign(purpose, token)
            except signing.BadSignature:
                continue
        held(True, f"a token for {purpose} was believed")


@probe("session")
def sessions(own: CurrentTenant, foreign: CurrentTenant) -> None:
    """A session's key of the other."""
    make = import_string(f"{settings.SESSION_ENGINE}.SessionStore")
    with transaction.atomic():
        with enter(foreign):
            theirs: SessionBase = make()
            theirs["who"] = "theirs"
            theirs.save()
        with enter(own):
            held(make(theirs.session_key).get("who") is not None, "the session was taken for its own")
        with enter(foreign):
            theirs.delete()
        transaction.set_rollback(True)


@shared_task(name="isolation.who")
def who() -> list[str]:
    """The role and search path a task works under."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_setting('search_path')")
        return list(cursor.fetchone())


@probe("task")
def tasks(own: CurrentTenant, foreign: CurrentTenant) -> None:
    """A task started while the other was served, one without a tenant, one whose tenant is gone."""
    with enter(foreign):
        ran = who.apply(headers={TENANT_HEADER: str(own.id)}).result
    held(ran != [own.role, own.schema_name], f"the task ran as {ran}")
    for headers in ({}, {TENANT_HEADER: str(uuid4())}):
        with enter(foreign):
            left = who.apply(headers=headers).result
        held(not isinstance(left, Reject), f"a task of nobody ran as {left}")
