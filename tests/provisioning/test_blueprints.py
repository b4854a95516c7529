"""Every blueprint makes a whole site, from its own file."""

import re

import pytest

from marque.kit.tenancy.context import enter
from provisioning.blueprints import CHOICES, Owner, UnknownBlueprint, check_blueprint
from provisioning.blueprints.filling import fill
from provisioning.blueprints.saving import BlueprintTaken, save_blueprint
from provisioning.blueprints.shelf import blueprint_of, blueprints
from provisioning.manifest.plan import read_all
from provisioning.manifest.pull import written
from shared_apps.tenants.models import Tenant
from tenant_apps.accounts.models import User
from tenant_apps.catalog.models import Offer
from tenant_apps.courses.models import Course
from tenant_apps.people.models import Person

DORA = Owner(email="alice@example.com", name="Dora Ek")


@pytest.fixture(params=list(CHOICES))
def site(request, okafor):
    """Okafor, started from a blueprint."""
    with enter(okafor):
        fill(blueprint_of(request.param), DORA)
    return okafor


def test_every_page_of_a_blueprint_is_served(site, client_for):
    from wagtail.models import Page

    client = client_for(site)
    with enter(site):
        paths = [page.url_path.removeprefix("/home") for page in Page.objects.live().filter(depth__gte=2)]
        paths += [f"/courses/{course.slug}/" for course in Course.objects.all()]
        paths += [f"/checkout/{offer.slug}/" for offer in Offer.objects.all()]

    answers = {path: client.get(path) for path in [*paths, "/courses/"]}

    assert {path: answer.status_code for path, answer in answers.items() if answer.status_code != 200} == {}
    assert not [path for path, answer in answers.items() if "{{" in answer.content.decode()]
    assert not [path for path, answer in answers.items() if re.search(r"\bNone\b|<b></b>", answer.content.decode())]


def test_a_blueprint_knows_its_owner_and_nobody_else(site):
    with enter(site):
        assert list(User.objects.values_list("email", flat=True)) == ["alice@example.com"]
        assert set(Person.objects.values_list("email", flat=True)) <= {"alice@example.com"}


def test_what_is_on_sale_has_a_page_a_price_and_a_course(site):
    with enter(site):
        offers = Offer.objects.prefetch_related("prices", "products")

        assert [offer.slug for offer in offers if not (offer.is_live and offer.current_price)] == []
        assert Course.objects.filter(published_at=None).count() == 0


def test_a_saved_blueprint_makes_the_same_site_without_its_people(in_okafor, other, settings, tmp_path):
    settings.BLUEPRINTS_ROOT = tmp_path / "shelf"
    fill(blueprint_of("storefront"), DORA)
    before = written(read_all())
    save_blueprint(tenant=Tenant.objects.get(slug="okafor"), name="studio/shop", title="Shop", by="tests")

    with enter(other):
        fill(blueprint_of("studio/shop"), DORA)
        after = written(read_all())

    assert after["offers"] == before["offers"] and after["files"] == before["files"]
    assert after["pages"]["children"] == before["pages"]["children"]
    assert "alice@example.com" not in blueprint_of("studio/shop").file.read_text()
    assert [found.name for found in blueprints("studio")] == ["studio/shop"]


def test_a_taken_name_is_refused(in_okafor, settings, tmp_path):
    settings.BLUEPRINTS_ROOT = tmp_path
    row = Tenant.objects.get(slug="okafor")
    save_blueprint(tenant=row, name="studio/shop", title="Shop", by="tests")

    with pytest.raises(BlueprintTaken):
        save_blueprint(tenant=row, name="studio/shop", title="Shop", by="tests")


@pytest.mark.parametrize("name", ["shop", "../shop/x", "studio/../x", "Studio/shop", "a/b/c"])
def test_a_name_that_leads_elsewhere_is_refused(in_okafor, name):
    with pytest.raises(UnknownBlueprint):
        save_blueprint(tenant=Tenant.objects.get(slug="okafor"), name=name, title="", by="tests")


@pytest.mark.parametrize("name", ["nothing", "../academy", "academy/", "shelf/none", "Academy"])
def test_a_blueprint_that_is_not_there_is_refused(name):
    with pytest.raises(UnknownBlueprint):
        check_blueprint(name)
