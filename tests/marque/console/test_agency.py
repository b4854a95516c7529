"""An agency's people in their own place; operators look after agencies in the console."""

import pytest

from marque.kit.tenancy.context import enter
from shared_apps.agencies import access, actions
from shared_apps.agencies.models import Agency, AgencyToken
from shared_apps.operations import actions as operations
from shared_apps.operations.models import Operation
from shared_apps.tenants.models import Tenant
from tenant_apps.accounts.actions import assign_role, register
from tenant_apps.accounts.models import Role


def signed_in(platform, client_for, email, role=None):
    with enter(platform):
        user = register(email=email, name="Ann", verified=True)
        if role:
            assign_role(user=user, role=role, by=None)
        client = client_for(platform)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client, user


@pytest.fixture
def agency(okafor) -> Agency:
    made = actions.create_agency(slug="northwind", name="Northwind", limit=2, by="tests")
    actions.hold_tenant(agency=made, tenant=Tenant.objects.get(id=okafor.id), by="tests")
    return made


@pytest.fixture
def ann(platform, client_for, agency):
    client, user = signed_in(platform, client_for, "ann@northwind.example")
    actions.add_person(agency=agency, user_key=user.key, email=user.email, by="tests")
    return client


@pytest.fixture
def olu(platform, client_for):
    return signed_in(platform, client_for, "olu@example.com", Role.STAFF)[0]


TOKEN = {"name": "l", "scopes": ["tenants:read"], "days": "30"}
PLACES = [
    "/agency/",
    "/agency/new/",
    "/agency/operations/",
    "/agency/blueprints/",
    "/agency/tokens/",
    "/agency/prices/",
]


@pytest.mark.parametrize("path", PLACES)
def test_strangers_sign_in_and_others_are_told_whom_to_ask(path, platform, okafor, client_for):
    stranger = client_for(platform)
    other, _user = signed_in(platform, client_for, "carol@example.com")

    assert stranger.get(path).status_code == 302
    assert other.get(path).status_code == 403
    assert client_for(okafor).get(path).status_code == 404


def test_agency_people_arrive_at_their_agency_when_they_sign_in(ann, platform, client_for):
    carol, _user = signed_in(platform, client_for, "carol@example.com")

    assert ann.get("/accounts/login/")["Location"] == "/agency/"
    assert carol.get("/accounts/login/")["Location"] == "/account/"


def test_businesses_are_the_agencys_own(ann, other):
    page = ann.get("/agency/")

    assert [row.slug for row in page.context["page"]] == ["okafor"]
    assert "other.localhost" not in page.text
    assert ann.get("/agency/?q=nobody%00").status_code == 200


def test_a_business_is_asked_for(ann, agency):
    form = {"name": "Far", "slug": "far-school", "owner_email": "ben@example.com", "blueprint": "academy"}
    answer = ann.post("/agency/new/", form)

    operation = Operation.objects.get()
    assert answer["Location"] == f"/agency/operations/{operation.id}/"
    assert (operation.agency_id, operation.actor) == (agency.id, "agency:northwind/ann@northwind.example")


def test_a_business_beyond_the_limit_is_refused_in_the_form(ann, agency):
    actions.set_limit(agency=agency, limit=1, by="tests")
    form = {"name": "Far", "slug": "far-school", "owner_email": "ben@example.com", "blueprint": "academy"}

    page = ann.post("/agency/new/", form)

    assert page.status_code == 422
    assert "Northwind has 1 of the 1 businesses its plan allows." in page.text


def test_operations_of_others_are_not_there(ann, agency):
    mine = operations.ask(kind="tenant.create", by="x", payload={"slug": "mine"}, agency_id=agency.id)
    theirs = operations.ask(kind="tenant.create", by="x", payload={"slug": "theirs"})

    page = ann.get("/agency/operations/").text

    assert "mine" in page
    assert "theirs" not in page
    assert ann.get(f"/agency/operations/{mine.id}/").status_code == 200
    assert ann.get(f"/agency/operations/{theirs.id}/").status_code == 404


def test_a_business_is_kept_as_a_blueprint_of_the_agencys_own(ann, agency, other):
    form = {"tenant": "okafor", "title": "Spring school", "name": "spring", "line": ""}
    answer = ann.post("/agency/blueprints/", form)

    operation = Operation.objects.get()
    assert answer["Location"] == f"/agency/operations/{operation.id}/"
    assert (operation.kind, operation.payload["name"]) == ("blueprint.save", "northwind/spring")
    assert ann.post("/agency/blueprints/", form | {"tenant": "other"}).status_code == 422
    assert ann.post("/agency/blueprints/", form | {"name": "Not One"}).context["form"].errors["name"]


def test_a_blueprint_is_chosen_by_a_link(ann):
    page = ann.get("/agency/new/?blueprint=storefront")

    assert page.context["form"]["blueprint"].value() == "storefront"


def test_a_token_is_shown_once(ann):
    form = {"name": "laptop", "scopes": ["tenants:read"], "days": "30"}
    made = ann.post("/agency/tokens/", form, follow=True)

    text = made.context["text"]
    assert access.token_of(text).name == "laptop"
    assert (made.text.count(text), made["Cache-Control"]) == (2, "no-store")
    assert text not in ann.get("/agency/tokens/").text


def test_a_token_needs_a_scope(ann):
    page = ann.post("/agency/tokens/", {"name": "laptop", "days": "30"})

    assert (page.status_code, AgencyToken.objects.count()) == (422, 0)


def test_a_token_is_revoked_by_its_own_agency_alone(ann, agency, platform, client_for):
    text = ann.post("/agency/tokens/", {"name": "l", "scopes": ["tenants:read"], "days": "30"}, follow=True).context[
        "text"
    ]
    token = AgencyToken.objects.get()
    south = actions.create_agency(slug="southwind", name="Southwind", limit=2, by="tests")
    client, user = signed_in(platform, client_for, "ben@southwind.example")
    actions.add_person(agency=south, user_key=user.key, email=user.email, by="tests")

    client.post(f"/agency/tokens/{token.id}/revocation/")
    assert access.token_of(text) == token
    ann.post(f"/agency/tokens/{token.id}/revocation/")
    assert access.token_of(text) is None


def test_a_suspended_agency_looks_and_changes_nothing(ann, agency):
    actions.set_agency_state(agency=agency, state=Agency.State.SUSPENDED, by="tests")

    assert ann.get("/agency/").status_code == 200
    assert ann.post("/agency/tokens/", TOKEN).status_code == 403


def test_an_operator_makes_an_agency_with_somebody_in_it(olu, platform):
    form = {"name": "Southwind", "slug": "southwind", "limit": "7", "person": "ben@southwind.example"}
    answer = olu.post("/console/agencies/new/", form)

    agency = Agency.objects.get()
    assert answer["Location"] == "/console/agencies/southwind/"
    assert (agency.tenant_limit, [person.email for person in agency.people.all()]) == (7, ["ben@southwind.example"])
    assert olu.get("/console/agencies/").status_code == 200
    assert olu.get("/console/agencies/southwind/").status_code == 200


def test_an_operator_changes_limit_and_state(olu, agency):
    olu.post("/console/agencies/northwind/limit/", {"limit": "40"})
    olu.post("/console/agencies/northwind/state/")

    agency.refresh_from_db()
    assert (agency.tenant_limit, agency.state) == (40, "suspended")


def test_an_operator_revokes_a_token(olu, ann):
    text = ann.post("/agency/tokens/", {"name": "l", "scopes": ["tenants:read"], "days": "30"}, follow=True).context[
        "text"
    ]

    olu.post(f"/console/agencies/northwind/tokens/{AgencyToken.objects.get().id}/revocation/")

    assert access.token_of(text) is None


@pytest.mark.parametrize("path", ["/console/agencies/", "/console/agencies/new/", "/console/agencies/northwind/"])
def test_agency_people_have_no_console(ann, path):
    assert ann.get(path).status_code == 403
