"""Every route with another business's things: foreign looks like missing, read from the URL map (DESIGN §9.15)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from marque.config.urls_api import resources
from marque.kit.tenancy.context import enter
from tests.isolation.routes import routes_of
from tests.isolation.samples import values_for
from tests.isolation.seeding import move_sequences, seed
from tests.tenant_apps.programs import a_program

URLCONF = "marque.config.urls_tenant"
ROUTES = {route.key: route for route in routes_of(URLCONF) if route.key.startswith("api:")}
OPEN = {"api:schema", "api:docs", "api:nothing"}
METHODS = ("get", "post", "put", "delete")


def cases():
    for pattern in resources:
        route = ROUTES[f"api:{pattern.name}"]
        for method in METHODS:
            if hasattr(route.view.view_class, method):
                yield route, method


CASES = list(cases())
NAMED = [pytest.param(route, method, id=f"{method} {route.name}") for route, method in CASES]


def test_every_route_is_walked_or_open():
    assert {f"api:{pattern.name}" for pattern in resources} | OPEN == set(ROUTES)


@pytest.mark.parametrize(("route", "method"), NAMED)
def test_every_method_names_its_scope_and_writing_ones_happen_once(route, method):
    function = getattr(route.view.view_class, method)

    assert getattr(function, "scope", None) or route.name == "api:whoami"
    assert getattr(function, "writes", False) == (method != "get")


def test_foreign_looks_like_missing_and_costs_as_much(okafor, other):
    """A program of the other business, with the ids of okafor's things and with ids of nothing."""
    with enter(okafor):
        move_sequences()
        rows = seed("Zebra")
    program = a_program(other)
    program.call("get", "/whoami/")
    wrong = []
    for route, method in CASES:
        if not route.arguments:
            continue
        with enter(okafor):
            real, nowhere = values_for(route, rows)
        answers, counts = [], []
        for values in (real, nowhere):
            path = reverse(route.name, urlconf=URLCONF, kwargs=values)
            with CaptureQueriesContext(connection) as seen:
                answers.append(getattr(program.client, method)(path, None, format="json"))
            counts.append(len(seen))
        foreign, missing = answers
        if (foreign.status_code, foreign.content) != (404, missing.content) or counts[0] != counts[1]:
            wrong.append(f"{method} {route.key}: {foreign.status_code} {counts}")

    assert wrong == []


def test_nobody_is_let_in_without_a_token(okafor):
    with enter(okafor):
        rows = seed("Zebra")
    program = a_program(okafor)
    statuses = set()
    for route, method in CASES:
        with enter(okafor):
            real, _nowhere = values_for(route, rows)
        path = reverse(route.name, urlconf=URLCONF, kwargs=real)
        answer = getattr(program.client, method)(path, None, format="json", headers={"authorization": ""})
        statuses.add(answer.status_code)

    assert statuses == {401}


def test_lists_hold_nothing_of_others(okafor, other):
    with enter(okafor):
        move_sequences()
        seed("Zebra")
    program = a_program(other)

    shown = b"".join(
        getattr(program.client, method)(reverse(route.name, urlconf=URLCONF)).content
        for route, method in CASES
        if method == "get" and not route.arguments
    )

    assert b"zebra" not in shown.lower()
