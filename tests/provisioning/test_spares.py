"""Spare schemas: made ahead, taken once, of the newest release or not at all."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from provisioning import spares, template
from provisioning.schemas import drop_schema
from shared_apps.releases.models import Spare
from shared_apps.tenants.models import SchemaTemplate, Tenant
from tests.provisioning.killing import killed_at
from tests.provisioning.test_lifecycle import there
from tests.provisioning.trial import cleared, make

__all__ = ["cleared"]


@pytest.fixture
def pool(cleared, settings):
    settings.SPARE_SCHEMAS = 4
    yield settings
    for spare in Spare.objects.all():
        drop_schema(spare.schema_name)
        spare.delete()


def test_a_new_tenant_adopts_a_spare(pool):
    spares.refill()
    names = set(Spare.objects.values_list("schema_name", flat=True))

    tenant = make()

    assert tenant.schema_name in names
    assert (tenant.state, Spare.objects.count()) == ("active", 3)


def test_the_pool_is_refilled_in_batches(pool):
    made = [spares.refill()]
    for number in (1, 2):
        make(f"trial-{number}")
        made.append(spares.refill())

    assert made == [4, 0, 2]
    assert Spare.objects.exclude(ready_at=None).count() == 4


def test_without_spares_a_tenant_is_made_all_the_same(pool):
    assert make().state == "active"


def test_a_spare_of_an_earlier_release_is_not_taken_but_removed(pool):
    spares.refill()
    Spare.objects.update(fingerprint="earlier")
    old = set(Spare.objects.values_list("schema_name", flat=True))

    assert make().schema_name not in old
    assert spares.refill() == 4
    assert not old & set(Spare.objects.values_list("schema_name", flat=True))
    assert {there(schema) for schema in old} == {(False, False)}


def test_no_spare_is_given_to_two(pool):
    spares.refill()
    names = set(Spare.objects.values_list("schema_name", flat=True))

    def sign_up(number: int) -> str:
        try:
            return make(f"trial-{number}").schema_name
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as threads:
        schemas = list(threads.map(sign_up, range(20)))

    assert len(set(schemas)) == 20
    assert names <= set(schemas)
    assert Tenant.objects.filter(slug__startswith="trial", state="active").count() == 20
    assert not Spare.objects.exists()


@pytest.mark.parametrize("place", ["template.replay", "spares.note_ready"])
def test_a_spare_that_was_cut_off_is_found_and_removed(pool, place):
    code = f"""
from django.conf import settings
settings.SPARE_SCHEMAS = 1
from provisioning import spares, template
from shared_apps.releases import spares as registry
module, name = {{"template": template, "spares": registry}}[{place.partition(".")[0]!r}], {place.partition(".")[2]!r}
whole = getattr(module, name)
def cut(*given, **named):
    answer = whole(*given, **named) if name == "replay" else None
    die("cut")
setattr(module, name, cut)
spares.refill()
"""

    assert killed_at("cut", code)

    left = Spare.objects.get()
    assert left.ready_at is None
    assert there(left.schema_name) == (True, True)
    assert make().schema_name != left.schema_name
    spares.refill()
    assert there(left.schema_name) == (False, False)


def test_a_tenant_that_was_cut_off_with_its_spare_is_made_again(pool):
    spares.refill()
    code = """
from provisioning.blueprints import Owner
from provisioning.tenants import create_tenant
create_tenant(slug="trial-school", name="Trial", by="tests", owner=Owner(email="a@example.com"), progress=die)
"""

    assert killed_at("Setting up pages", code)

    killed = Tenant.objects.get(slug="trial-school")
    assert make().schema_name != killed.schema_name
    assert there(killed.schema_name) == (False, False)


def test_the_newest_release_is_the_template_captured_last(pool):
    spares.refill()

    release = SchemaTemplate.objects.filter(type="business").latest("captured_at").fingerprint
    assert set(Spare.objects.values_list("fingerprint", flat=True)) == {release} == {template.fingerprint()}
