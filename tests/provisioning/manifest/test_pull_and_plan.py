"""What is written down reads back as the same; what is edited is the plan."""

import pytest
from wagtail.models import Page

from marque.kit.tenancy.context import enter
from provisioning.manifest.apply import apply
from provisioning.manifest.plan import plan_for
from provisioning.manifest.problems import BadManifest
from provisioning.manifest.pull import pull
from provisioning.manifest.show import as_data, lines
from shared_apps.tenants.models import Tenant
from tenant_apps.courses.actions import update_lesson
from tenant_apps.courses.models import Course, Lesson
from tests.tenant_apps.media.hosted import connected, ready


def test_what_was_pulled_plans_nothing(pulled, said):
    plan = plan_for(said(pulled)[0])

    assert [str(line) for line in lines(plan)] == ["okafor", "  Nothing to change."]


def test_pulled_is_readable(pulled):
    assert "headline: Say the <em>second</em> number." in pulled
    assert "offer: second" in pulled
    assert "price: 490 USD" in pulled
    assert "!!" not in pulled and "{" not in pulled.replace("{course}", "")


def test_an_edit_is_a_change_of_that_field(pulled, said):
    plan = plan_for(said(pulled.replace("price: 490 USD", "price: 390 USD"))[0])

    assert as_data(plan)["change"] == [
        {"kind": "offer", "name": "second", "fields": {"prices": {"old": {"USD": 49000}, "new": {"USD": 39000}}}}
    ]


def test_applying_twice_changes_nothing(pulled, said):
    wanted = said(pulled.replace("Six weeks, one number", "Six weeks and a number").replace("title: How", "title: Wie"))

    first = apply(wanted=wanted, by="test")[0]
    again = apply(wanted=wanted, by="test")[0]

    assert (first.changed, first.added, first.removed) == (2, 0, 0)
    assert (again.changed, again.added, again.removed) == (0, 0, 0)
    assert Lesson.objects.get(slug="how").title == "Wie"


def test_another_tenant_becomes_the_same(pulled, said, other):
    text = pulled.replace("tenant: okafor", "tenant: other").replace("name: Okafor", "name: Other")

    apply(wanted=said(text), by="test", may_delete=True)

    there = pull(tenant=Tenant.objects.get(slug="other"))
    start = there.index("brand:")
    assert there[start:] == text[text.index("brand:") :]
    assert not plan_for(said(text)[0])


def test_a_section_that_is_not_there_is_left_alone(school, said):
    plan = plan_for(said("tenant: okafor\nsequences: []\n")[0])

    assert {record.label for record in plan.changes.removed} == {"sequences.Sequence", "sequences.SequenceStep"}


def test_a_new_lesson_takes_its_place(pulled, said):
    apply(
        wanted=said(pulled.replace("          - title: How\n", "          - title: What\n          - title: How\n")),
        by="t",
    )

    titles = Lesson.objects.filter(module__title="Hear it").order_by("position").values_list("title", flat=True)
    assert list(titles) == ["Why", "What", "How", "When"]


def test_a_renamed_module_stays_the_same(pulled, said):
    key = Course.objects.get().modules.get(title="Hear it").key

    apply(wanted=said(pulled.replace("title: Hear it", "title: Listen")), by="test")

    assert Course.objects.get().modules.get(title="Listen").key == key


@pytest.mark.parametrize(
    "body", ["Plain.", "<p>A</p><p>B</p>", "<p>A</p>\n<p>B</p>", "<b>Bare</b>", " <p>x</p>", "a\n\nb"]
)
def test_any_text_of_a_lesson_comes_back_to_the_letter(school, said, body):
    update_lesson(lesson=Lesson.objects.get(slug="why"), body=body)

    assert not plan_for(said(pull(tenant=Tenant.objects.get(slug="okafor")))[0])


def test_links_in_a_lesson_travel_by_path(school, said, other):
    link = f'<p><a id="{Page.objects.get(slug="terms").pk}" linktype="page">Terms</a></p>'
    update_lesson(lesson=Lesson.objects.get(slug="why"), body=link)
    text = pull(tenant=Tenant.objects.get(slug="okafor"))

    apply(wanted=said(text.replace("tenant: okafor", "tenant: other")), by="test", may_delete=True)

    assert 'ref="/terms/"' in text
    with enter(other):
        there = Page.objects.get(slug="terms").pk
        assert Lesson.objects.get(slug="why").body == f'<p><a id="{there}" linktype="page">Terms</a></p>'


def test_many_tenants_in_one_file(pulled, said):
    text = "tenant: okafor\nbrand: {theme: signal}\n---\ntenant: other\nbrand: {theme: atelier}\n"

    done = apply(wanted=said(text), by="test")

    assert [(one.slug, one.changed) for one in done] == [("okafor", 1), ("other", 1)]


def test_a_film_at_a_host_stays_and_is_missing_anywhere_else(school, said, other, mux):
    connected()
    update_lesson(lesson=Lesson.objects.get(slug="why"), kind="video", asset=ready(mux))
    text = pull(tenant=Tenant.objects.get(slug="okafor"))

    here = plan_for(said(text)[0])
    with pytest.raises(BadManifest, match=r"media/lesson\.elsewhere is missing"):
        plan_for(said(text.replace("tenant: okafor", "tenant: other"))[0])

    assert [str(line) for line in lines(here)] == ["okafor", "  Nothing to change."]
