"""What all tenants share (queue, caches, templates, files, keys) and may not mix them up (DESIGN §9)."""

import pytest
from celery import current_app
from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from marque.kit import signing
from marque.kit.tenancy.context import enter
from marque.kit.tenancy.tasks import TenantTask
from tenant_apps.accounts.actions import register
from tenant_apps.accounts.models import User
from tenant_apps.accounts.tokens import TenantPasswordResetTokens
from themes.actions import update_brand

# The platform's own work: these start in no tenant and enter each one they visit.
TENANTLESS = {
    "api.tidy",
    "billing.look",
    "billing.run",
    "assessments.close_overdue_everywhere",
    "assessments.give_out_works_everywhere",
    "catalog.turn_everywhere",
    "certificates.tell_of_expiry_everywhere",
    "domains.look",
    "domains.watch",
    "entitlements.end_lapsed_everywhere",
    "facts.sweep",
    "inbox.handle",
    "inbox.sweep",
    "inbox.tidy",
    "courses.sweep",
    "learning.sweep",
    "place.sweep",
    "points.sweep",
    "ledger.check_everywhere",
    "ledger.tidy_everywhere",
    "mail.sweep",
    "media.sweep",
    "orders.renew_everywhere",
    "orders.tidy_everywhere",
    "provisioning.back_up",
    "provisioning.drill",
    "provisioning.nightly",
    "provisioning.purge",
    "provisioning.run_operation",
    "provisioning.spares",
    "provisioning.sweep",
    "sequences.sweep",
    "analytics.sweep",
    "webhooks.sweep",
    "webhooks.tidy",
}


def our_tasks() -> dict[str, object]:
    current_app.loader.import_default_modules()
    return {name: task for name, task in current_app.tasks.items() if not name.startswith(("celery.", "tests."))}


def test_every_task_carries_its_tenant():
    assert [name for name, task in our_tasks().items() if not isinstance(task, TenantTask)] == []


def test_tasks_without_a_tenant_are_known():
    assert {name for name, task in our_tasks().items() if task.tenantless} == TENANTLESS


def test_the_clock_starts_only_tasks_without_a_tenant():
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= TENANTLESS


@pytest.mark.parametrize("alias", sorted(set(settings.CACHES) - {"control"}))
def test_no_cache_is_shared(okafor, other, alias):
    with enter(okafor):
        caches[alias].set("colour", "green")
    with enter(other):
        assert caches[alias].get("colour") is None
        assert caches[alias].incr_version is not None
        assert caches[alias].get_many(["colour"]) == {}
    with enter(okafor):
        assert caches[alias].get("colour") == "green"


@pytest.mark.parametrize("way", ["{theirs}", "{ours}../{their_id}/", "x/../{theirs}", "./{theirs}", "../{theirs}"])
def test_no_path_leads_to_anothers_files(okafor, other, way):
    with enter(other):
        stored = default_storage.save("plan.txt", ContentFile(b"secret"))
    theirs, ours = f"tenants/{other.id}/", f"tenants/{okafor.id}/"
    path = way.format(theirs=theirs, ours=ours, their_id=other.id) + stored.removeprefix(theirs)

    with enter(okafor):
        for act in (default_storage.open, default_storage.delete, default_storage.exists, default_storage.size):
            with pytest.raises(SuspiciousFileOperation):
                act(path)
    with enter(other):
        assert default_storage.open(stored).read() == b"secret"


def test_a_name_alone_is_a_file_of_ones_own(okafor):
    with enter(okafor):
        stored = default_storage.save("plan.txt", ContentFile(b"mine"))

        assert default_storage.path("plan.txt") == default_storage.path(stored)


@pytest.mark.parametrize("page_cache", [False, True])
def test_one_template_shows_each_its_own(okafor, other, client_for, settings, page_cache):
    """Templates are compiled once for all; what they show is asked anew."""
    settings.PAGE_CACHE = page_cache
    caches["control"].clear()
    names = {okafor: "Zebra House", other: "Heron House"}
    for tenant, name in names.items():
        with enter(tenant):
            update_brand(wordmark=name)

    for _round in range(2):
        for tenant, name in names.items():
            page = (
                client_for(tenant).get("/accounts/login/").content.decode()
                + client_for(tenant).get("/").content.decode()
            )
            assert [shown for shown in names.values() if shown in page] == [name]


def test_a_signature_holds_in_one_tenant(okafor, other):
    with enter(okafor):
        token = signing.sign("purpose", "value")
        assert signing.unsign("purpose", token) == "value"
    with enter(other), pytest.raises(signing.BadSignature):
        signing.unsign("purpose", token)


def test_a_password_reset_holds_in_one_tenant(okafor, other):
    """Even for a login that is the same to the last column, as after a fork."""
    with enter(okafor):
        user = register(email="carol@example.com", name="Carol", password="a long enough one")  # noqa: S106
        token = TenantPasswordResetTokens().make_token(user)
        assert TenantPasswordResetTokens().check_token(user, token)
        twin = User(**{field.attname: getattr(user, field.attname) for field in User._meta.concrete_fields})
    with enter(other):
        assert not TenantPasswordResetTokens().check_token(twin, token)
