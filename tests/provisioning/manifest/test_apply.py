"""Applying: what may go, what is archived, what is made."""

import pytest
from django.core.files.base import ContentFile

from marque.kit.serialise.reading import read
from marque.kit.serialise.writing import StillInUse
from marque.kit.tenancy.context import enter
from provisioning.manifest.apply import WouldDelete, apply
from provisioning.manifest.plan import plan_for
from provisioning.manifest.problems import BadManifest
from provisioning.manifest.pull import pull, pull_files
from shared_apps.operations.models import AuditEntry
from shared_apps.tenants.models import Domain, Tenant
from tenant_apps.accounts.models import RoleAssignment
from tenant_apps.catalog.models import Offer
from tenant_apps.courses.actions import update_lesson
from tenant_apps.courses.models import Course, Lesson
from tenant_apps.learning.actions.enrolling import enrol
from tenant_apps.learning.actions.progress import complete_lesson
from tenant_apps.media.actions import add_asset
from tenant_apps.media.models import Asset
from tenant_apps.people.actions import meet
from tenant_apps.people.models import Person
from themes.models import Brand


def test_deleting_needs_a_yes(school, said):
    with pytest.raises(WouldDelete, match="okafor: 1 things would be deleted"):
        apply(wanted=said("tenant: okafor\noffers: []\n"), by="test")

    assert Offer.objects.count() == 1


def test_a_course_with_learners_is_refused(school, said):
    enrol(person=meet(email="carol@example.com"), course=Course.objects.get())

    with pytest.raises(StillInUse, match="Course “second-number” cannot be deleted: it has 1 enrolments"):
        apply(wanted=said("tenant: okafor\ncourses: []\noffers: []\nsequences: []\n"), by="test", may_delete=True)

    assert (Course.objects.count(), Offer.objects.count()) == (1, 1)


def test_a_lesson_with_progress_is_archived(pulled, said):
    why = Lesson.objects.get(slug="why")
    enrolment = enrol(person=meet(email="carol@example.com"), course=Course.objects.get())
    complete_lesson(enrolment=enrolment, lesson=why)

    apply(wanted=said(without_lesson(pulled, "why")), by="test", may_delete=True)

    why.refresh_from_db()
    assert (why.archived_at is None, why.position) == (False, None)
    assert not plan_for(said(without_lesson(pulled, "why"))[0])


def without_lesson(text: str, slug: str) -> str:
    head, _title, rest = text.partition(f"          - title: {slug.capitalize()}\n")
    return head + rest[rest.index("          - title:") :]


def test_a_lesson_nobody_met_goes(pulled, said):
    apply(wanted=said(without_lesson(pulled, "why")), by="test", may_delete=True)

    assert list(Lesson.objects.filter(module__title="Hear it").values_list("slug", "position")) == [
        ("how", 1),
        ("when", 2),
    ]


def test_the_team_is_as_the_file_says(in_okafor, said):
    team = "  - {email: alice@example.com, role: owner}\n  - {email: dan@example.com, role: author}\n"
    text = f"tenant: okafor\nteam:\n{team}"

    apply(wanted=said(text), by="test", may_delete=True)

    held = RoleAssignment.objects.exclude(role="learner").values_list("user__email", "role")
    assert sorted(held) == [("alice@example.com", "owner"), ("dan@example.com", "author")]
    assert not plan_for(said(text)[0])


def test_a_member_may_teach_before_anybody_met_them(school, said, pulled):
    text = pulled.replace("courses:\n  - slug", "courses:\n  - author: alice@example.com\n    slug")

    apply(wanted=said(text), by="test")

    assert Course.objects.get().author == Person.objects.get(email="alice@example.com")
    assert not plan_for(said(text)[0])


def test_files_travel_beside_the_manifest(school, said, other, tmp_path):
    asset = add_asset(file=ContentFile(b"Ask twice.\n", name="notes.txt"), title="Notes")
    update_lesson(lesson=Lesson.objects.get(slug="why"), kind="download", asset=asset)
    row = Tenant.objects.get(slug="okafor")
    text = pull(tenant=row).replace("tenant: okafor", "tenant: other")
    pull_files(tenant=row, folder=tmp_path / "media")

    apply(wanted=said(text), by="test", may_delete=True)

    with enter(other):
        assert Asset.objects.get().file.read() == b"Ask twice.\n"
        assert Lesson.objects.get(slug="why").asset == Asset.objects.get()
    assert not plan_for(said(text)[0])


def test_it_is_written_down_who_did_it(school, said):
    apply(wanted=said("tenant: okafor\nbrand: {theme: signal}\n"), by="cli:olu")

    entry = AuditEntry.objects.filter(action="manifest.apply").latest("at")
    assert (entry.actor, entry.target, entry.data) == ("cli:olu", "okafor", {"added": 0, "changed": 1, "removed": 0})


def test_a_write_that_fails_half_way_leaves_nothing(pulled, said, monkeypatch):
    text = pulled.replace("title: How", "title: Wie").replace("name: Welcome", "name: Hello")
    before = read().to_json()
    with monkeypatch.context() as broken:
        broken.setattr("page_builder.serialise._save", lambda page, live: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            apply(wanted=said(text.replace("headline: Say", "headline: Tell")), by="test", may_delete=True)

    assert read().to_json() == before
    apply(wanted=said(text), by="test", may_delete=True)
    assert Lesson.objects.get(slug="how").title == "Wie"


def test_a_wrong_second_tenant_leaves_the_first_as_it_was(in_okafor, said):
    for wrong in ("tenant: other\ndomains: [no domain]\n", "tenant: admin\nname: A\nowner: ann@example.com\n"):
        with pytest.raises(BadManifest):
            apply(wanted=said(f"tenant: okafor\nbrand: {{strapline: Written}}\n---\n{wrong}"), by="test")

    assert not Brand.objects.filter(strapline="Written").exists()


def test_a_domain_in_its_own_letters_is_asked_for_once(in_okafor, said):
    text = "tenant: okafor\ndomains: [bücher.example, Bücher.example.]\n"

    apply(wanted=said(text), by="test")

    assert Domain.objects.filter(domain="xn--bcher-kva.example", tenant__slug="okafor").count() == 1
    assert not plan_for(said(text)[0])
