"""A fork's changes come back to the live business; what people did there is not touched, byte for byte."""

from collections.abc import Callable, Iterator

import pytest
from django.core.files.base import ContentFile

from marque.kit.serialise.declaration import Kind, serial_of, tenant_models
from marque.kit.serialise.streams.shape import tables_of
from marque.kit.serialise.streams.snapshot import snapshot
from marque.kit.serialise.streams.writing import dump
from marque.kit.tenancy.context import CurrentTenant, enter
from page_builder.actions import publish_text
from page_builder.models import TextPage
from page_builder.starters import text_body
from provisioning.blueprints import Owner
from provisioning.forks.making import fork_tenant
from provisioning.merge import bring
from provisioning.merge.bring import NotAFork, Torn, Undecided, UnknownKey, compare, merge_fork
from provisioning.schemas import owner_connection
from provisioning.tenants import create_tenant
from shared_apps.operations.models import AuditEntry
from shared_apps.tenants.models import Tenant
from tenant_apps.assessments.models import Quiz
from tenant_apps.catalog.models import Offer
from tenant_apps.certificates.models import CertificateDesign
from tenant_apps.courses.actions import update_course, update_lesson
from tenant_apps.courses.models import Course, Lesson, Module
from tenant_apps.media.actions import add_asset
from tenant_apps.media.models import Asset
from tests import databases
from tests.filled import Filled, fill, opened
from tests.isolation.seeding import seed
from tests.kit.serialise.conftest import make_school
from tests.provisioning.conftest import sweep


@pytest.fixture(scope="module")
def filled_pair(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Filled]:
    """The pair, made once."""
    with django_db_blocker.unblock():
        filled = fill(tmp_path_factory.mktemp("pair"), _make_pair)
        yield filled
        databases.drop(filled.name)


def _make_pair() -> tuple[CurrentTenant, CurrentTenant]:
    owner = Owner(email="alice@example.com", name="Alice", verified=True)
    live = create_tenant(slug="merge-live", name="Live", by="tests", owner=owner, blueprint="blank")
    with enter(live):
        make_school()
        seed("Quill")
    return live, fork_tenant(tenant=row("merge-live"), slug="merge-fork", by="tests", mask=True)


@pytest.fixture
def pair(filled_pair, apart) -> Iterator[tuple[CurrentTenant, CurrentTenant]]:
    """A school with people in it, and its masked fork, in a database of the test's own."""
    with opened(filled_pair) as live_and_fork:
        yield live_and_fork
        sweep("merge-")


def row(slug: str) -> Tenant:
    return Tenant.objects.prefetch_related("domains").get(slug=slug)


def bring_back(**more):
    return merge_fork(fork=row("merge-fork"), live=row("merge-live"), by="tests", **more)


def doings(tenant: CurrentTenant) -> dict[str, bytes]:
    """Every runtime table of ours, byte for byte."""
    ours = ("tenant_apps", "marque")
    tables = {
        model._meta.db_table
        for model in tenant_models()
        if serial_of(model).kind is Kind.RUNTIME
        and model.__module__.startswith(ours)
        and "facts" not in model.__module__
    }
    with owner_connection() as owner, snapshot(owner, tenant.schema_name):
        found = {table.name: table for table in tables_of(owner, tenant.schema_name)}
        return {name: b"".join(dump(owner, found[name], ())) for name in sorted(tables & found.keys())}


@pytest.mark.slow
def test_what_the_fork_changed_comes_back_and_people_stay_as_they_are(pair):
    live, fork = pair
    before = doings(live)
    with enter(live):
        update_course(course=Course.objects.get(slug="second-number"), summary="Said in live")
    with enter(fork):
        update_course(course=Course.objects.get(slug="second-number"), title="Said in the fork")
        asset = add_asset(file=ContentFile(b"Ask twice.\n", name="notes.txt"), title="Notes of the fork")
        update_lesson(lesson=Lesson.objects.get(slug="why"), asset=asset, kind="download")
        publish_text(slug="about", title="About", body=text_body("From the fork."))

    found = bring_back()

    assert found.conflicts == []
    with enter(live):
        course = Course.objects.get(slug="second-number")
        assert (course.title, course.summary) == ("Said in the fork", "Said in live")
        assert Lesson.objects.get(slug="why").asset.file.read() == b"Ask twice.\n"
        assert TextPage.objects.get(slug="about").live
    assert len(before) > 15
    assert doings(live) == before


@pytest.mark.slow
def test_a_conflict_is_refused_then_decided_and_the_base_moves_on(pair):
    live, fork = pair
    for tenant, title in ((live, "L"), (fork, "F")):
        with enter(tenant):
            update_course(course=Course.objects.get(slug="second-number"), title=title)

    with pytest.raises(Undecided, match=r"course:second-number\.title"):
        bring_back()
    with pytest.raises(UnknownKey):
        bring_back(take={"course:nothing.title": "fork"})
    bring_back(take={"course:second-number.title": "live"})

    with enter(live):
        assert Course.objects.get(slug="second-number").title == "L"
    decided = AuditEntry.objects.filter(action="tenant.merge").latest("at").data["decided"]
    assert decided == [{"key": "course:second-number.title", "live": "L", "fork": "F", "taken": "live"}]
    again = compare(fork=row("merge-fork"), live=row("merge-live"))
    assert (again.conflicts, bool(again.changes)) == ([], False)


@pytest.mark.slow
def test_killed_before_the_base_moved_it_is_finished_by_doing_it_again(pair, monkeypatch):
    live, fork = pair
    with enter(fork):
        update_course(course=Course.objects.get(slug="second-number"), title="F")
    with monkeypatch.context() as broken:
        broken.setattr(bring, "move_base", dies)
        with pytest.raises(KeyboardInterrupt):
            bring_back()

    found = bring_back()

    assert (bool(found.changes), found.conflicts) == (False, [])
    with enter(live):
        assert Course.objects.get(slug="second-number").title == "F"


@pytest.mark.slow
def test_a_failing_write_leaves_the_live_business_as_it_was(pair, monkeypatch):
    live, fork = pair
    with enter(fork):
        update_course(course=Course.objects.get(slug="second-number"), title="F")
        Offer.objects.filter(slug="second").update(title="F")
    with monkeypatch.context() as broken:
        broken.setattr("tenant_apps.courses.freshness.purge", dies)
        with pytest.raises(KeyboardInterrupt):
            bring_back()

    with enter(live):
        assert (Course.objects.get(slug="second-number").title, Offer.objects.get(slug="second").title) == (
            "The Second Number",
            "Second",
        )


def test_strangers_are_not_merged(okafor, other):
    with pytest.raises(NotAFork):
        merge_fork(fork=row("other"), live=row("okafor"), by="tests")


def dies(*args: object, **kwargs: object) -> Callable[[], None]:
    raise KeyboardInterrupt


@pytest.mark.slow
def test_what_both_made_of_one_thing_becomes_one(pair):
    live, fork = pair
    for side in pair:
        with enter(side):
            add_asset(file=ContentFile(b"Same.\n", name="same.txt"), title="Same")
            Quiz.objects.create(lesson=Lesson.objects.get(slug="how"), pass_mark=80 if side is fork else 70)
            CertificateDesign.objects.create(course=Course.objects.get(slug="second-number"))

    with pytest.raises(Undecided) as refused:
        bring_back()

    (key,) = [conflict.key for conflict in refused.value.merge.conflicts]
    assert key.startswith("quiz:") and key.endswith(".pass_mark")
    assert not bring_back(take={key: "fork"}).changes.added
    with enter(live):
        assert Quiz.objects.get(lesson__slug="how").pass_mark == 80
        assert Asset.objects.filter(title="Same").count() == 1
    assert not bring_back().changes


@pytest.mark.slow
def test_what_is_changed_between_comparing_and_writing_is_not_lost(pair):
    live, fork = pair
    with enter(fork):
        update_lesson(lesson=Lesson.objects.get(slug="why"), title="Said in the fork")

    def edit(step: str) -> None:
        if step == "Writing":
            with enter(live):
                update_lesson(lesson=Lesson.objects.get(slug="why"), title="Said meanwhile")

    with pytest.raises(Undecided, match="why.title"):
        bring_back(progress=edit)

    with enter(live):
        assert Lesson.objects.get(slug="why").title == "Said meanwhile"


@pytest.mark.slow
def test_decisions_that_contradict_each_other_are_refused(pair):
    live, fork = pair
    with enter(live):
        module = Module.objects.get(lessons__slug="why")
        module.lessons.all().delete()
        module.delete()
    with enter(fork):
        update_lesson(lesson=Lesson.objects.get(slug="why"), title="Kept")

    with pytest.raises(Torn, match="lesson:second-number/why"):
        bring_back(take={"lesson:second-number/why": "fork", "module:second-number/Hear it": "live"})

    bring_back(take={"all": "fork"})
    with enter(live):
        assert Lesson.objects.get(slug="why").title == "Kept"
