"""A plan's limits where things are made: clear refusals, nothing half written, no race."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections

from marque.kit import clock
from marque.kit.mail.models import SentEmail
from marque.kit.tenancy.context import enter
from provisioning.domains.actions import add_domain
from shared_apps.plans import actions, limits
from shared_apps.plans.errors import FeatureMissing, LimitReached, StillOver
from shared_apps.plans.models import Plan, TenantPlan
from shared_apps.tenants.models import Domain
from tenant_apps.accounts.actions import assign_role, register
from tenant_apps.accounts.models import Role
from tenant_apps.catalog import actions as catalog
from tenant_apps.catalog.models import Offer, Product
from tenant_apps.courses import actions as courses
from tenant_apps.courses.models import Course
from tenant_apps.media.actions import add_asset
from tenant_apps.media.models import Asset
from tenant_apps.media.refusals import NoRoom
from tenant_apps.people import actions as people
from tenant_apps.people.models import Person
from tests.shared_apps.plan_trial import NOW, a_plan, row_of
from tests.tenant_apps.selling import an_offer, an_order


def put(tenant, **allowances):
    """The tenant on a plan with these hard limits."""
    return actions.put_on_plan(tenant_id=tenant.id, plan=a_plan(allowances=allowances), by="tests", at=NOW)


def a_file(name="notes.txt", text=b"words " * 100):
    return SimpleUploadedFile(name, text, content_type="text/plain")


def test_without_a_plan_everything_goes(in_okafor):
    limits.require_room("courses", 10**9)
    limits.require_feature("custom_domains")


def test_a_course_too_many_is_refused_with_the_plan_and_the_numbers(in_okafor):
    put(in_okafor, courses=1)
    courses.create_course(title="First")

    with pytest.raises(LimitReached) as caught:
        courses.create_course(title="Second")

    assert str(caught.value) == (
        "Your plan, Creator, includes 1 courses and you have 1. Choose a larger one under Settings, Plan and usage."
    )
    assert (Course.objects.count(), Product.objects.count()) == (1, 1)


def test_a_limit_of_one_tenant_is_not_anothers(okafor, other):
    put(okafor, courses=0)

    with enter(other):
        assert courses.create_course(title="Free as a bird").pk


def test_an_allowance_that_sells_more_refuses_nothing(in_okafor):
    plan = a_plan(extra={"courses": (0, 1, {"USD": 500})})
    actions.put_on_plan(tenant_id=in_okafor.id, plan=plan, by="tests", at=NOW)

    assert courses.create_course(title="Extra").pk


def test_an_offer_too_many_is_refused_and_one_put_away_makes_room(in_okafor):
    product = courses.create_course(title="First").product
    put(in_okafor, products=1)
    offer = catalog.create_offer(slug="first", title="First", products=[product])

    with pytest.raises(LimitReached):
        catalog.create_offer(slug="second", title="Second", products=[product])
    catalog.archive_offer(offer=offer)

    assert catalog.create_offer(slug="third", title="Third", products=[product]).pk


def test_somebody_too_many_on_the_team_is_refused_and_may_still_learn(in_okafor):
    user = register(email="bob@example.com")
    put(in_okafor, staff=1)  # Alice, who owns it

    with pytest.raises(LimitReached):
        assign_role(user=user, role=Role.STAFF, by=None)
    assign_role(user=user, role=Role.LEARNER, by=None)

    assert [row.role for row in user.roles.all()] == [Role.LEARNER]


def test_another_role_for_somebody_on_the_team_needs_no_room(in_okafor):
    user = register(email="bob@example.com")
    assign_role(user=user, role=Role.STAFF, by=None)
    put(in_okafor, staff=2)

    assign_role(user=user, role=Role.AUTHOR, by=None)

    assert user.roles.count() == 2


def test_a_file_beyond_the_plan_is_refused_and_not_kept(in_okafor, settings):
    put(in_okafor, storage=500)

    with pytest.raises(NoRoom) as caught:
        add_asset(file=a_file())

    assert "500" in str(caught.value)
    assert (Asset.objects.count(), list(settings.MEDIA_ROOT.rglob("*.txt"))) == (0, [])


def test_members_by_hand_are_refused_when_full_and_who_is_known_needs_no_room(in_okafor):
    people.meet(email="carol@example.com")
    known = Person.objects.count()
    put(in_okafor, members=known)

    people.make_room(email="Carol@example.com")
    with pytest.raises(LimitReached):
        people.make_room(email="dave@example.com")
    with pytest.raises(people.NoNewMembers) as caught:
        people.make_room_for_guest(email="dave@example.com")

    assert "plan" not in str(caught.value)
    assert Person.objects.count() == known


def test_a_full_plan_refuses_a_stranger_what_is_free_and_never_a_sale(in_okafor):
    free, paid = an_offer("gift", price=0), an_offer("course")
    put(in_okafor, members=Person.objects.count())

    with pytest.raises(people.NoNewMembers):
        an_order(free, email="dave@example.com")
    order = an_order(paid, email="erin@example.com")

    assert (order.buyer.email, Person.objects.filter(email="dave@example.com").exists()) == ("erin@example.com", False)


def test_emails_of_last_month_do_not_count(in_okafor):
    put(in_okafor, emails=1)
    SentEmail.objects.create(to=["a@example.com"], subject="Hi", purpose="sequence", queued_at=NOW - timedelta(days=2))

    with clock.fixed(NOW):
        assert limits.has_room("emails")
        SentEmail.objects.create(to=["a@example.com"], subject="Hi", purpose="sequence", queued_at=NOW)
        assert not limits.has_room("emails")


def test_a_feature_the_plan_lacks_is_refused(okafor):
    put(okafor)

    with pytest.raises(FeatureMissing) as caught:
        add_domain(tenant=row_of(okafor), domain="learn.example.com", by="tests")

    assert "A domain of your own is not part of your plan, Creator." in str(caught.value)
    assert not Domain.objects.filter(domain="learn.example.com").exists()


def test_a_feature_the_plan_has_is_open(okafor):
    plan = a_plan(features=["custom_domains"])
    actions.put_on_plan(tenant_id=okafor.id, plan=plan, by="tests", at=NOW)

    assert add_domain(tenant=row_of(okafor), domain="learn.example.com", by="tests").pk


def test_a_plan_too_small_names_everything_that_is_over(in_okafor):
    for title in ("One", "Two", "Three"):
        courses.create_course(title=title)
    people.meet(email="carol@example.com")
    members = Person.objects.count()
    small = a_plan(slug="small", allowances={"courses": 2, "members": 0, "storage": 0, "emails": 0})

    with pytest.raises(StillOver) as caught:
        limits.require_fit(small)

    assert str(caught.value) == (
        f"Small is too small for what you have: {members} members, it includes 0; 3 courses, it includes 2. "
        "Bring it down first; nothing was changed."
    )


@pytest.fixture
def committed(okafor, real_commits):
    """A plan with room for one offer, whose rows are really there, and are removed after."""
    with enter(okafor):
        product = courses.create_course(title="First").product
    put(okafor, products=1)
    yield okafor, product
    with enter(okafor):
        Offer.objects.all().delete()
        Course.objects.all().delete()
        Product.objects.all().delete()
    TenantPlan.objects.all().delete()
    Plan.objects.all().delete()


def test_of_many_at_once_as_many_get_in_as_there_is_room(committed):
    okafor, product = committed
    start, outcomes = Barrier(4), []

    def make(number: int) -> None:
        try:
            with enter(okafor):
                start.wait()
                catalog.create_offer(slug=f"offer-{number}", title="One", products=[product])
                outcomes.append("made")
        except LimitReached:
            outcomes.append("refused")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(make, range(4)))

    assert sorted(outcomes) == ["made", "refused", "refused", "refused"]
