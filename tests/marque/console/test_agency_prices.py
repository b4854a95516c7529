"""An agency sets what its businesses pay above the platform's price."""

import pytest

from marque.kit.tenancy.context import enter
from provisioning.fleet import ask_for_tenant
from shared_apps.agencies import actions
from shared_apps.billing.models import AgencyCoupon
from shared_apps.operations.models import AuditEntry
from shared_apps.plans.actions import publish_plan
from shared_apps.plans.errors import NoSuchPlan
from tenant_apps.accounts.actions import register
from tests.shared_apps.plan_trial import a_plan, day, on_plan, row_of, run, with_card

PAGE = "/agency/prices/"


@pytest.fixture
def agency(okafor):
    made = actions.create_agency(slug="northwind", name="Northwind", limit=2, by="tests")
    actions.hold_tenant(agency=made, tenant=row_of(okafor), by="tests")
    return made


@pytest.fixture
def ann(platform, client_for, agency):
    """Who works at Northwind."""
    with enter(platform):
        user = register(email="ann@northwind.example", name="Ann", verified=True)
        client = client_for(platform)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    actions.add_person(agency=agency, user_key=user.key, email=user.email, by="tests")
    return client


def test_a_code_is_made_used_and_its_part_shown(ann, okafor):
    a_plan()
    ann.post(PAGE, {"code": "care", "markup": "40", "plan": "", "discount": "", "periods": ""})
    on_plan(okafor, a_plan(), coupon="CARE")
    with_card(okafor)
    run(day(3, 1))

    page = ann.get(PAGE).text

    assert ("CARE" in page, "40 % above" in page, "Used by one business." in page, "$15.60" in page) == (True,) * 4
    assert AuditEntry.objects.get(action="coupon.create").actor == "agency:northwind/ann@northwind.example"


@pytest.mark.parametrize(
    ("said", "field"), [({"code": "x"}, "code"), ({"markup": "1001"}, "markup"), ({"discount": "101"}, "discount")]
)
def test_a_code_of_nonsense_is_refused_by_field(ann, said, field):
    answer = ann.post(PAGE, {"code": "care", "markup": "40"} | said)

    assert (answer.status_code, list(answer.context["form"].errors), AgencyCoupon.objects.count()) == (422, [field], 0)


def test_a_business_is_made_on_a_plan_that_anybody_may_pick_and_on_no_other(agency):
    a_plan()
    publish_plan(plan=a_plan(slug="secret"), by="tests", public=False)
    wanted = {"agency": agency, "name": "Trial", "owner": "ann@example.com", "by": "agency:northwind/ann"}

    made = ask_for_tenant(slug="trial-school", plan="creator", **wanted)
    with pytest.raises(NoSuchPlan):
        ask_for_tenant(slug="other-school", plan="secret", **wanted)

    assert made.payload["plan"] == "creator"


def test_only_ones_own_codes_are_ended(ann, agency):
    stranger = actions.create_agency(slug="southwind", name="Southwind", limit=2, by="tests")
    for owner, code in ((agency, "OURS"), (stranger, "THEIRS")):
        AgencyCoupon.objects.create(agency=owner, code=code, markup_points=1, created_by="tests")

    answers = [ann.post(f"{PAGE}{code}/end/").status_code for code in ("OURS", "THEIRS")]

    assert answers == [302, 404]
    assert set(AgencyCoupon.objects.filter(ends_at=None).values_list("code", flat=True)) == {"THEIRS"}
    assert "THEIRS" not in ann.get(PAGE).text
