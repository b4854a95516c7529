"""A tenant in one file: the same bytes for the same tenant, and the same tenant from the same bytes."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from psycopg.errors import DiskFull
from wagtail.models import Revision, Site

from marque.kit.mail.models import SentEmail
from marque.kit.serialise.streams.snapshot import speak_plainly
from marque.kit.tenancy.context import enter
from page_builder.models import LandingPage
from provisioning.capsule.contents import write_contents
from provisioning.capsule.refusals import BadCapsule, NoSpace
from provisioning.capsule.sending import export_tenant
from provisioning.capsule.taking_in import import_capsule
from provisioning.places import places_of
from provisioning.schemas import owner_connection
from provisioning.summing import sums_of
from shared_apps.tenants import resolve
from shared_apps.tenants.claims import claim
from shared_apps.tenants.domain import Domain
from shared_apps.tenants.models import Tenant
from tenant_apps.accounts.models import User
from tests import databases
from tests.provisioning import capsules
from tests.provisioning.conftest import sweep


def export(slug: str, target):
    row = Tenant.objects.prefetch_related("domains").get(slug=slug)
    export_tenant(row=row, target=target, by="tests", progress=lambda step: None)
    return target


def test_the_same_tenant_gives_the_same_bytes(school, tmp_path):
    one, two = export("school", tmp_path / "one"), export("school", tmp_path / "two")

    assert one.stat().st_size > 20_000
    assert one.read_bytes() == two.read_bytes()


def test_import_under_another_name_is_the_same_tenant(school, tmp_path, media_of, client_for):
    file = export("school", tmp_path / "school.capsule")

    copy = import_capsule(path=file, slug="school-two", by="tests")

    before, after = (sums_of(tenant.schema_name, places_of(tenant)) for tenant in (school, copy))
    assert before == after
    assert len(before) > 60 and before["people_person"][0].rows >= 2
    assert media_of(school) == media_of(copy) and len(media_of(copy)) >= 3
    with enter(copy):
        assert Site.objects.get(is_default_site=True).hostname == "school-two.localhost"
        assert User.objects.get(email="carol@quill.example").check_password("Quill-and-Quagga")
        page = LandingPage.objects.get(slug="quill-landing")
        assert Revision.objects.for_instance(page).latest("pk").as_object().title == page.title
    assert client_for(copy).get("/quill-landing/").status_code == 200


@contextmanager
def second_install() -> Iterator[None]:
    """Work in another database of the same release, as another install has it."""
    with databases.copy_of(databases.model(), "marque_test_second"):
        resolve._cache.clear()
        try:
            yield
        finally:
            sweep("school")
            resolve._cache.clear()


def test_another_install_gives_the_same_bytes_back(school, tmp_path, settings):
    claim(tenant=Tenant.objects.get(slug="school"), domain="quill-school.com", by="tests", primary=True)
    one = export("school", tmp_path / "one.capsule")
    with second_install():
        settings.MEDIA_ROOT, settings.PUBLIC_PORT = tmp_path / "elsewhere", "8123"

        made = import_capsule(path=one, by="tests")
        two = export("school", tmp_path / "two.capsule")

        assert made.id != school.id and made.schema_name != school.schema_name
        claimed = Domain.objects.get(domain="quill-school.com")
        assert (claimed.tenant_id, claimed.verified_at, claimed.primary_asked_at is None) == (made.id, None, False)
    assert one.read_bytes() == two.read_bytes()


def test_an_older_engines_capsule_is_brought_forward(school, tmp_path):
    """As an engine before `mail.0002_headers` wrote it."""
    with owner_connection() as owner:
        speak_plainly(owner, school.schema_name)
        owner.execute("ALTER TABLE mail_sentemail DROP COLUMN headers")
        owner.execute("DROP INDEX mail_sentemail_queued")
        owner.execute("DELETE FROM django_migrations WHERE app = 'mail' AND name > '0001_initial'")
    file = export("school", tmp_path / "older.capsule")

    copy = import_capsule(path=file, slug="school-new", by="tests")

    before, after = (sums_of(tenant.schema_name, places_of(tenant)) for tenant in (school, copy))
    assert {name for name in before if before[name] != after[name]} == {"mail_sentemail"}
    with enter(copy):
        assert set(SentEmail.objects.values_list("headers__a", flat=True)) == {None}
        assert SentEmail.objects.count() == before["mail_sentemail"][0].rows > 0


def test_migrations_that_never_were_a_version_are_refused(swept, tmp_path, count_schemas):
    before = count_schemas()
    members = capsules.parts()
    odd = (("taggit", "0002_auto_20150616_2121"),)
    path = capsules.write(tmp_path / "c", members, write_contents(capsules.contents(members, migrations=odd)))

    with pytest.raises(BadCapsule, match="aren't a version that ever was, without .*taggit.0001_initial"):
        import_capsule(path=path, by="tests")

    assert count_schemas() == before
    assert not Tenant.objects.filter(slug="school-kept").exists()


@pytest.mark.parametrize("full", [OSError(errno.ENOSPC, "full"), DiskFull("full")])
def test_a_disk_that_fills_up_while_a_capsule_arrives_leaves_nothing(school, tmp_path, monkeypatch, full):
    file = tmp_path / "school.capsule"
    export("school", file)

    def fill_up(path: str, pieces: object) -> None:
        raise full

    with monkeypatch.context() as later:
        later.setattr("provisioning.files.write_file", fill_up)
        with pytest.raises(NoSpace, match="no room left for school-again"):
            import_capsule(path=file, slug="school-again", by="tests")

    assert not Tenant.objects.filter(slug="school-again").exists()
    assert [folder.name for folder in (settings.MEDIA_ROOT / "tenants").iterdir()] == [str(school.id)]
