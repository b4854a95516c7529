"""The Studio's door, shell and pages."""

import re

import pytest

from marque.kit.mail.models import SentEmail
from marque.kit.tenancy.context import enter
from shared_apps.tenants.actions import change_state
from shared_apps.tenants.models import Tenant
from tenant_apps.accounts import actions
from tenant_apps.accounts.models import Role, RoleAssignment, User
from tenant_apps.studio import team
from tests.tenant_apps.studio.conftest import member
from themes.models import Brand

OWN_PAGES = ["", "team/", "settings/brand/", "settings/sent-emails/", "capsule/", "account/"]


@pytest.mark.parametrize("path", [*OWN_PAGES, "pages/", "images/", "nowhere/"])
def test_strangers_are_sent_to_sign_in(okafor, client_for, path):
    response = client_for(okafor).get(f"/studio/{path}")

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/?next=")


def test_wagtails_own_sign_in_and_reset_lead_to_ours(okafor, client_for):
    client = client_for(okafor)

    assert client.get("/studio/login/")["Location"] == "/accounts/login/?next=%2Fstudio%2F"
    assert client.get("/studio/password_reset/")["Location"] == "/accounts/password/reset/"


@pytest.mark.parametrize("role", [Role.OWNER, Role.STAFF, Role.AUTHOR, Role.SUPPORT])
def test_creators_get_in(okafor, signed_in, role):
    assert signed_in(okafor, role).get("/studio/").status_code == 200


def test_learners_get_a_kind_no(okafor, signed_in):
    response = signed_in(okafor, Role.LEARNER).get("/studio/")

    assert response.status_code == 403
    assert "Go to your courses" in response.content.decode()


@pytest.mark.parametrize("path", ["team/", "settings/brand/", "settings/sent-emails/"])
@pytest.mark.parametrize("role", [Role.AUTHOR, Role.SUPPORT])
def test_settings_are_for_owner_and_staff(okafor, signed_in, role, path):
    response = signed_in(okafor, role).get(f"/studio/{path}")

    assert response.status_code in (302, 403)


@pytest.mark.parametrize("path", [*OWN_PAGES, "pages/", "images/", "nowhere/"])
def test_pages_name_only_the_business(okafor, signed_in, path):
    response = signed_in(okafor).get(f"/studio/{path}", follow=True)

    visible = re.sub(r"<script.*?</script>|<style.*?</style>|<[^>]*>", " ", response.content.decode(), flags=re.DOTALL)
    titles = " ".join(re.findall(r'(?:title|aria-label|alt|placeholder|content)="([^"]*)"', response.content.decode()))
    assert re.findall(r"(?i)wagtail|\bmarque\b|django", f"{visible} {titles}") == []
    assert "Okafor" in response.content.decode()


def test_menu_is_the_creators(okafor, signed_in):
    page = signed_in(okafor).get("/studio/").content.decode()
    props = re.search(r'id="wagtail-sidebar-props"[^>]*>(.*?)</script>', page, re.DOTALL)[1]

    labels = re.findall(r'"label": "([^"]*)"', props)
    assert labels[0] == "Home"
    assert {"Pages", "Team", "Settings", "Brand and business", "Sent emails"} <= set(labels)
    hidden = {"Reports", "Help", "Users", "Groups", "Sites", "Workflows", "Redirects", "Collections", "Locales"}
    assert hidden & set(labels) == set()
    assert "Wagtail v" not in props
    taught = ["Courses", "Paths", "Question banks", "Work to review", "Discussions", "Portfolios", "Publication"]
    assert [label for label in labels if label in [*taught, "Pages", "Offers"]] == [*taught, "Pages", "Offers"]


def test_menus_of_studio_and_console_lead_to_their_own_host(okafor, platform, signed_in):
    studio = signed_in(okafor).get("/studio/team/").content.decode()
    console = signed_in(platform).get("/console/team/").content.decode()

    for page, ours, theirs in ((studio, "/studio/", "/console/"), (console, "/console/", "/studio/")):
        props = re.search(r'id="wagtail-sidebar-props"[^>]*>(.*?)</script>', page, re.DOTALL)[1]
        assert f'"url": "{ours}' in props
        assert re.findall(rf'"{theirs}[^"]*"', props) == []


def test_suspended_business_keeps_its_studio_for_the_owner(
    okafor, signed_in, client_for, django_capture_on_commit_callbacks
):
    owner, staff = signed_in(okafor), signed_in(okafor, Role.STAFF)
    with django_capture_on_commit_callbacks(using="control", execute=True):
        change_state(tenant=Tenant.objects.get(id=okafor.id), state="suspended", by="tests", reason="unpaid invoice")

    page = owner.get("/studio/")
    assert page.status_code == 200
    assert "Why: unpaid invoice." in page.content.decode()
    assert staff.get("/studio/").status_code == 503
    assert client_for(okafor).get("/accounts/login/").status_code == 200


def test_dashboard_of_an_empty_business_says_what_comes_next(okafor, signed_in):
    page = signed_in(okafor).get("/studio/").content.decode()

    assert "Let&#x27;s open your doors" in page
    assert "No sales yet" in page
    assert "Before you open" in page


def test_every_step_before_opening_leads_somewhere(okafor, signed_in):
    page = signed_in(okafor).get("/studio/").content.decode()
    steps = re.search(r'<ul class="todo">(.*?)</ul>', page, re.DOTALL)[1]

    assert sorted(set(re.findall(r'href="([^"]*)"', steps))) == [
        "/studio/courses/",
        "/studio/offers/",
        "/studio/sequences/",
        "/studio/settings/brand/",
    ]


def test_dashboard_shows_what_was_sold(okafor, signed_in, sold):
    for days in (0, 0, 40):
        sold(days)

    page = signed_in(okafor).get("/studio/").content.decode()

    assert "Buyer 1" in page
    assert "$490.00" in page
    assert '<svg class="chart"' in page
    assert "<desc" in page


@pytest.mark.parametrize("span", ["week", "month", "year", "nonsense"])
def test_dashboard_in_each_span(okafor, signed_in, sold, span):
    sold(0)

    assert signed_in(okafor).get(f"/studio/?range={span}").status_code == 200


def test_dashboard_hides_money_from_authors(okafor, signed_in, sold):
    sold(0)

    page = signed_in(okafor, Role.AUTHOR).get("/studio/").content.decode()

    assert "$" not in re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    assert "New learners" in page


@pytest.mark.parametrize("orders", [1, 3])
def test_dashboard_costs_the_same_however_much_was_sold(okafor, signed_in, sold, orders, django_assert_num_queries):
    client = signed_in(okafor)
    for _n in range(orders):
        sold(0)
    client.get("/studio/")

    with django_assert_num_queries(21):
        client.get("/studio/")


def test_invite_makes_a_login_with_a_role_and_writes(okafor, signed_in, client_for):
    owner = signed_in(okafor)

    response = owner.post("/studio/team/", {"email": "Bea@example.com", "name": "Bea", "role": "author"})

    assert response.status_code == 302
    with enter(okafor):
        user = User.objects.get(email="bea@example.com")
        assert [row.role for row in user.roles.all()] == ["author"]
        mail = SentEmail.objects.latest("pk")
    assert (mail.to, mail.subject) == (["bea@example.com"], "Owner invites you to Okafor")
    path = re.search(r"http://[^/\s]+(/accounts/link/\S+)", mail.text)[1]
    assert client_for(okafor).post(path)["Location"] == "/studio/"


def test_staff_cannot_make_or_unmake_owners(okafor, signed_in):
    staff = signed_in(okafor, Role.STAFF)
    with enter(okafor):
        alice = User.objects.get(email="alice@example.com")

    staff.post("/studio/team/", {"email": "eve@example.com", "role": "owner"})
    staff.post(f"/studio/team/{alice.key}/membership/")
    staff.post(f"/studio/team/{alice.key}/role/", {"role": "author"})

    with enter(okafor):
        owners = RoleAssignment.objects.filter(role=Role.OWNER).values_list("user__email", flat=True)
        assert list(owners) == ["alice@example.com"]


def test_last_owner_stays(okafor, signed_in):
    owner = signed_in(okafor)
    with enter(okafor):
        alice = User.objects.get(email="alice@example.com")
        actions.leave_team(user=alice, by=None)
        myself = User.objects.get(email="owner@example.com")

    owner.post(f"/studio/team/{myself.key}/membership/")

    with enter(okafor):
        assert [user.email for user, _row in team.members()] == ["owner@example.com"]


def test_member_of_another_business_is_not_there(okafor, other, signed_in):
    stranger = member(other, Role.STAFF, "stranger@example.com")

    assert signed_in(okafor).post(f"/studio/team/{stranger.key}/membership/").status_code == 404


def brand_values(**changes):
    values = {
        "theme": "signal",
        "brand_colour": "#ff7a2f",
        "accent_colour": "#b9a6f5",
        "scheme": "auto",
        "time_zone": "Europe/Copenhagen",
        "currency": "DKK",
    }
    return {**values, **changes}


def test_brand_is_saved(okafor, signed_in):
    response = signed_in(okafor).post("/studio/settings/brand/", brand_values(wordmark="Okafor & Daughters"))

    assert response.status_code == 302
    with enter(okafor):
        brand = Brand.objects.get()
    assert (brand.theme, brand.brand_colour, brand.currency, brand.wordmark) == (
        "signal",
        "#ff7a2f",
        "DKK",
        "Okafor & Daughters",
    )


@pytest.mark.parametrize(("field", "value"), [("brand_colour", "red;}"), ("theme", "evil"), ("time_zone", "Mars/Base")])
def test_brand_refuses_nonsense(okafor, signed_in, field, value):
    response = signed_in(okafor).post("/studio/settings/brand/", brand_values(**{field: value}))

    assert response.status_code == 422
    assert response.context["form"].errors[field]


def test_brand_preview_wears_the_colours_asked_for(okafor, signed_in):
    client = signed_in(okafor)
    query = "brand_colour=%23ff7a2f&accent_colour=%3C/style%3E&theme=signal"

    page = client.get(f"/studio/settings/brand/preview/?{query}")
    css = client.get(f"/studio/settings/brand/preview.css?{query}").content.decode()

    assert page.status_code == 200
    assert ": 1" in page.content.decode()
    assert "</style>" not in css
    assert css != client.get("/studio/settings/brand/preview.css").content.decode()


def test_outbox_lists_and_shows_what_was_sent(okafor, signed_in):
    client = signed_in(okafor)
    client.post("/studio/team/", {"email": "bea@example.com", "role": "author"})
    with enter(okafor):
        mail = SentEmail.objects.latest("pk")

    assert "bea@example.com" in client.get("/studio/settings/sent-emails/").content.decode()
    assert "<iframe" in client.get(f"/studio/settings/sent-emails/{mail.key}/").content.decode()
    body = client.get(f"/studio/settings/sent-emails/{mail.key}/body/")
    assert body["Content-Security-Policy"].startswith("sandbox;")


def test_outbox_of_another_business_is_not_there(okafor, other, signed_in):
    theirs = signed_in(other)
    theirs.post("/studio/team/", {"email": "bea@example.com", "role": "author"})
    with enter(other):
        mail = SentEmail.objects.latest("pk")

    assert signed_in(okafor).get(f"/studio/settings/sent-emails/{mail.key}/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_outbox_costs_the_same_however_long(okafor, signed_in, rows, django_assert_num_queries):
    client = signed_in(okafor)
    for n in range(rows):
        client.post("/studio/team/", {"email": f"bea{n}@example.com", "role": "author"})
    client.get("/studio/settings/sent-emails/")

    with django_assert_num_queries(10):
        client.get("/studio/settings/sent-emails/")


def test_own_settings_change_the_name(okafor, signed_in):
    client = signed_in(okafor)
    look = {"look-theme": "dark", "theme-theme": "dark", "theme-contrast": "system", "theme-density": "default"}

    response = client.post("/studio/account/", {"name-name": "Maren Okafor", **look})

    assert response.status_code == 302
    with enter(okafor):
        assert User.objects.get(email="owner@example.com").name == "Maren Okafor"


def test_signing_out_of_the_studio(okafor, signed_in):
    client = signed_in(okafor)

    assert client.post("/studio/logout/")["Location"] == "/"
    assert client.get("/studio/").status_code == 302


def test_staff_cannot_read_the_way_in_of_an_owner(okafor, signed_in, client_for):
    member(okafor, Role.OWNER)
    staff = signed_in(okafor, Role.STAFF)
    client_for(okafor).post("/accounts/login/code/", {"email": "owner@example.com"})
    with enter(okafor):
        mail = SentEmail.objects.latest("pk")
    page = f"/studio/settings/sent-emails/{mail.key}/"

    shown = "".join(staff.get(f"{page}{part}").content.decode() for part in ("", "?text", "body/"))

    assert "/accounts/link/" in mail.text
    assert ("/accounts/link/" in shown, "Only an owner can read it here." in shown) == (False, True)


def test_staff_read_an_invitation_without_its_link(okafor, signed_in):
    staff = signed_in(okafor, Role.STAFF)
    staff.post("/studio/team/", {"email": "bea@example.com", "role": "author"})
    with enter(okafor):
        mail = SentEmail.objects.latest("pk")

    body = staff.get(f"/studio/settings/sent-emails/{mail.key}/body/").content.decode()

    assert ("/accounts/link/…/" in body, "/accounts/link/W" in body) == (True, False)
