"""A tenant in one file: the same bytes for the same tenant, and the same tenant from the same bytes."""

from wagtail.models import Revision, Site

from marque.kit.tenancy.context import enter
from page_builder.models import LandingPage
from provisioning.capsule.sending import export_tenant
from provisioning.capsule.taking_in import import_capsule
from provisioning.places import places_of
from provisioning.summing import sums_of
from shared_apps.tenants.models import Tenant
from tenant_apps.accounts.models import User


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
    assert {name for name in before if before[name] != after[name]} == {"wagtailcore_site"}
    assert len(before) > 60 and before["people_person"][0].rows >= 2
    assert media_of(school) == media_of(copy) and len(media_of(copy)) >= 3
    with enter(copy):
        assert Site.objects.get(is_default_site=True).hostname == "school-two.localhost"
        assert User.objects.get(email="carol@quill.example").check_password("Quill-and-Quagga")
        page = LandingPage.objects.get(slug="quill-landing")
        assert Revision.objects.for_instance(page).latest("pk").as_object().title == page.title
    assert client_for(copy).get("/quill-landing/").status_code == 200
