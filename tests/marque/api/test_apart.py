"""Every route with another agency's token: foreign looks like missing, read from the URL map (DESIGN §9.15)."""

from uuid import UUID

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from marque.api.urls import resources
from shared_apps.operations import actions as operations
from tests.isolation.routes import routes_of

URLCONF = "marque.config.urls_platform"
ROUTES = {route.key: route for route in routes_of(URLCONF) if route.key.startswith("api:")}
OPEN = {"api:schema", "api:docs", "api:nothing"}
METHODS = ("get", "post", "put", "delete")
MINE = {"slug": "okafor", "domain": "okafor.localhost"}
NOWHERE = {"slug": "nobody-here", "domain": "nothing.example", "operation_id": UUID(int=1)}


def cases():
    for pattern in resources:
        route = ROUTES[f"api:{pattern.name}"]
        for method in METHODS:
            if hasattr(route.view.view_class, method):
                yield pytest.param(route, method, id=f"{method} {route.name}")


CASES = list(cases())
WITH_ARGUMENTS = [case for case in CASES if case.values[0].arguments]


@pytest.fixture
def operation(north):
    return operations.ask(
        kind="tenant.create", by="northwind", payload={"slug": "zebra-school"}, agency_id=north.agency.id
    )


def address(route, values) -> str:
    return reverse(route.name, urlconf=URLCONF, kwargs={name: values[name] for name in route.arguments})


def test_every_route_is_walked_or_open():
    assert {f"api:{pattern.name}" for pattern in resources} | OPEN == set(ROUTES)


@pytest.mark.parametrize(("route", "method"), CASES)
def test_every_method_names_its_scope_and_writing_ones_happen_once(route, method):
    function = getattr(route.view.view_class, method)

    assert getattr(function, "scope", None) or route.name == "api:whoami"
    assert getattr(function, "writes", False) == (method != "get")


@pytest.mark.parametrize(("route", "method"), WITH_ARGUMENTS)
def test_foreign_looks_like_missing(north, south, operation, route, method):
    mine = {**MINE, "operation_id": operation.id}
    body = None if method == "get" else {"slug": "south-school", "domain": "new.example", "reason": "x"}

    foreign = getattr(south.client, method)(address(route, mine), body, format="json")
    missing = getattr(south.client, method)(address(route, NOWHERE), body, format="json")

    assert foreign.status_code in (400, 404)
    assert (foreign.status_code, foreign.content) == (missing.status_code, missing.content)
    assert b"okafor" not in foreign.content


@pytest.mark.parametrize(("route", "method"), WITH_ARGUMENTS)
def test_foreign_costs_what_missing_costs(north, south, operation, route, method):
    mine = {**MINE, "operation_id": operation.id}
    south.call("get", "/whoami/")
    counts = []
    for values in (mine, NOWHERE):
        with CaptureQueriesContext(connections["control"]) as seen:
            getattr(south.client, method)(address(route, values), None, format="json")
        counts.append(len(seen))

    assert counts[0] == counts[1]


@pytest.mark.parametrize(("route", "method"), CASES)
def test_nobody_is_let_in_without_a_token(north, operation, route, method):
    mine = {**MINE, "operation_id": operation.id}
    answer = getattr(north.client, method)(address(route, mine), None, format="json", headers={"authorization": ""})

    assert answer.status_code == 401


@pytest.mark.parametrize("path", ["/tenants/", "/operations/"])
def test_lists_hold_nothing_of_others(north, south, operation, path):
    seen = south.call("get", path).content

    assert b"okafor" not in seen
    assert b"zebra" not in seen


def test_an_unknown_address_is_answered_in_the_same_shape(south):
    missing = south.call("get", "/tenants/nobody-here/")

    assert south.call("get", "/castles/").content == missing.content
