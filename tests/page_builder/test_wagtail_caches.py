"""What Wagtail would keep for the whole process."""

from wagtail.contrib.forms import utils, views
from wagtail.models import Site

from marque.kit.tenancy.context import enter


def test_content_types_of_forms_are_asked_for_each_time() -> None:
    assert not hasattr(utils.get_form_types, "cache_info")
    assert views.get_form_types is utils.get_form_types


def test_root_paths_of_two_tenants_stay_apart(okafor, other) -> None:
    found = []
    for tenant in (okafor, other, okafor, other):
        with enter(tenant):
            found.append([path.root_url.partition("//")[2].partition(":")[0] for path in Site.get_site_root_paths()])

    assert found == [[tenant.domain] for tenant in (okafor, other, okafor, other)]


def test_site_of_a_request_is_the_tenants(okafor, other, rf) -> None:
    found = []
    for tenant in (okafor, other, okafor):
        with enter(tenant):
            request = rf.get("/", headers={"host": tenant.domain})
            found.append(Site.find_for_request(request).root_page.specific.title)

    assert found == ["Okafor", "Other", "Okafor"]
