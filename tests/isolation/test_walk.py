"""The cross-tenant walk: every address of a business, with another business's arguments and cookies (DESIGN §11)."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from marque.kit.tenancy.context import CurrentTenant, enter
from tenant_apps.accounts.actions import assign_role, register
from tenant_apps.accounts.models import Role
from tests.isolation.conftest import MARKS
from tests.isolation.routes import Route, routes_of
from tests.isolation.samples import NoSample, values_for
from tests.isolation.seeding import COMMON
from tests.isolation.walk import Answer, ask

pytestmark = pytest.mark.usefixtures("one_moment")
URLCONF = settings.TENANT_TYPES["business"]["URLCONF"]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
A, B = MARKS.values()

# Routes that are not walked, each with its reason.
NOT_WALKED = {
    "studio/^.*/$": "Wagtail's catch-all, which answers 404 to everything",
    "wagtailadmin_error_test": "raises on purpose, to show the page for errors",
}
# Wagtail's own views that stumble over an empty form, whosever it is
STUMBLES = {"wagtailadmin_choose_page_external_link", "wagtailredirects:process_import"}
# What an address with a query shows; searches look for a word that both tenants' titles have.
QUERIES = {
    "wagtail_bulk_action": "id={page}",
    "wagtailadmin_choose_page_chosen_multiple": "id={page}",
    "wagtailadmin_api:pages:find": "id={page}",
    "asset_chooser:chosen_multiple": "id={asset}",
    "course_chooser:chosen_multiple": "id={course}",
    "graded_lesson_chooser:chosen_multiple": "id={quiz_lesson}",
    "wagtailimages_chooser:chosen_multiple": "id={image}",
    "wagtaildocs_chooser:chosen_multiple": "id={document}",
}
LOOKED_UP = ("page", "asset", "image", "document", "course", "quiz_lesson")
ROUTES = [route for route in routes_of(URLCONF) if route.key not in NOT_WALKED]


def fail_with(lines: list[str]) -> None:
    """Fail with every line of a report, which a bare assert would cut short."""
    if lines:
        pytest.fail("\n".join(lines), pytrace=False)


def visitor(tenant: CurrentTenant, user: Any = None, **options: Any) -> Client:
    """A browser on a tenant's host, signed in when a user is given."""
    client = Client(headers={"host": tenant.domain}, raise_request_exception=False, **options)
    if user is not None:
        with enter(tenant):
            client.force_login(user, backend=BACKEND)
    return client


def steps(tenant: CurrentTenant, rows: SimpleNamespace) -> Iterator[tuple[Route, str, str, dict[str, Any]]]:
    """Each route with the foreign address, the address of nothing, and all values typed."""
    ids = {name: rows.__dict__[name].pk for name in LOOKED_UP}
    for route in ROUTES:
        try:
            with enter(tenant):
                real, nowhere = values_for(route, rows)
        except NoSample:
            continue  # test_every_argument_has_a_sample says so, once
        query = QUERIES.get(route.key, "" if route.arguments else f"q={COMMON}")
        nothing = query.format(**dict.fromkeys(ids, 999_999_999))
        typed = {**real, **{f"-{name}": value for name, value in nowhere.items()}, **ids, "nowhere": 999_999_999}
        yield (
            route,
            f"{route.path(URLCONF, real)}?{query.format(**ids)}".rstrip("?"),
            f"{route.path(URLCONF, nowhere)}?{nothing}".rstrip("?"),
            typed,
        )


def faults(foreign: Answer, missing: Answer, secrets: list[str]) -> list[str]:
    """What is wrong with an answer about somebody else's row."""
    seen = foreign.body + foreign.location
    found = [f"shows “{secret}”" for secret in secrets if secret.lower() in seen.lower()]
    if foreign.status >= 500:
        found.append(f"answers {foreign.status}")
    if not foreign.looks_like(missing):
        found.append(f"answers unlike what exists nowhere: {foreign.unlike(missing)}")
    return found


def test_every_argument_has_a_sample(okafor, foreign):
    unknown = []
    for route in ROUTES:
        try:
            with enter(okafor):
                values_for(route, foreign)
        except NoSample as missing:
            unknown.append(str(missing))

    fail_with(unknown)


def test_every_exception_is_still_a_route():
    assert sorted(NOT_WALKED) == sorted({route.key for route in routes_of(URLCONF)} & set(NOT_WALKED))


@pytest.mark.parametrize("who", ["nobody", "learner", "owner", "owner_posting"])
def test_foreign_looks_like_missing(okafor, other, foreign, own, who):
    """As anybody of the other tenant, okafor's things are not there, in so many words."""
    user = {"nobody": None, "learner": own.learner}.get(who, own.owner)
    client = visitor(other, user)
    secrets = [A, str(okafor.id), okafor.schema_name, okafor.domain]

    wrong: list[str] = []
    bodies = []
    for route, path, nowhere, typed in steps(okafor, foreign):
        posting = who == "owner_posting"
        if posting and route.key in STUMBLES:
            continue
        answer = ask(client, path, typed, post=posting)
        missing = ask(client, nowhere, typed, post=posting) if nowhere != path else answer
        bodies.append(answer.body)
        if found := faults(answer, missing, secrets):
            wrong += [f"{route.key} {path}: {fault}" for fault in found]

    fail_with(wrong)
    assert any(B in body for body in bodies)


def test_a_session_of_one_tenant_is_nobody_in_another(okafor, other, platform, foreign, own):
    """A copied cookie gets exactly what a stranger gets, on each address."""
    stranger = visitor(other)
    with enter(platform):
        operator = register(email="olga@platform.example", name="Olga", verified=True)
        assign_role(user=operator, role=Role.OWNER, by=None)
    thieves = []
    for tenant, user in ((okafor, foreign.owner), (platform, operator)):
        thief = visitor(other)
        thief.cookies[settings.SESSION_COOKIE_NAME] = visitor(tenant, user).cookies[settings.SESSION_COOKIE_NAME].value
        thieves.append(thief)

    wrong = []
    for route, path, _nowhere, typed in steps(other, own):
        expected = ask(stranger, path, typed)
        for thief in thieves:
            if not (answer := ask(thief, path, typed)).looks_like(expected):
                wrong.append(f"{route.key} {path}: {answer.unlike(expected)}")

    fail_with(wrong)


def test_nobody_of_a_business_is_anybody_at_the_platform(okafor, platform, foreign):
    thief, stranger = visitor(platform), visitor(platform)
    cookie = visitor(okafor, foreign.owner).cookies[settings.SESSION_COOKIE_NAME].value
    thief.cookies[settings.SESSION_COOKIE_NAME] = cookie

    for path in ("/console/", "/console/audit/", "/console/tenants/okafor/", "/account/"):
        answer = ask(thief, path, {})
        assert answer.looks_like(ask(stranger, path, {}))
        assert answer.status == 302


# csrf_exempt, each with what protects it instead
NOT_BY_COOKIE = {
    "learning:digest_stop": "the signed token; mail programs post here by themselves",
    "learning:played": "the signed address, made for one learner's page; no cookie is read",
    "orders:gateway_webhook": "the vendor's signature",
    "orders:paid_elsewhere": "the signed token; a gateway's own pages post here, and its answer is looked up",
    "place:device": "it changes nothing, and no other origin can read its answer",
    "place:due_stop": "the signed token; mail programs post here by themselves",
    "place:live_stop": "the signed token; mail programs post here by themselves",
    "place:reminder_stop": "the signed token; mail programs post here by themselves",
    "sequences:stop": "the signed token; mail programs post here by themselves",
}


def test_posting_without_a_token_is_refused(other, own):
    client = visitor(other, own.owner, enforce_csrf_checks=True)

    open_to_forgery = []
    for route, path, _nowhere, typed in steps(other, own):
        status = ask(client, path, typed, post=True).status
        # 401: programs show a token, and a cookie is none
        if status not in (401, 403, 404, 405) and route.key not in NOT_BY_COOKIE:
            open_to_forgery.append(f"{route.key} {path} answers {status}")

    fail_with(open_to_forgery)
