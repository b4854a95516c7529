"""`/api/v1/docs/`: the API to read, drawn on the server from its own description."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from drf_spectacular.generators import SchemaGenerator

from shared_apps.agencies.tokens import SCOPES

_METHODS = ("get", "post", "put", "delete")


@require_GET
def read(request: HttpRequest) -> HttpResponse:
    """Every route, what it takes and what it gives."""
    context = {"groups": _groups(), "scopes": SCOPES, "base": request.build_absolute_uri("/api/v1")}
    return render(request, "api/docs.html", context)


@cache
def _groups() -> dict[str, list[dict[str, Any]]]:
    """The routes by resource; the same for everybody, and as long as the process lives."""
    from marque.api.urls import resources  # the addresses import this view

    description = SchemaGenerator(patterns=resources).get_schema(request=None, public=True)
    components = description["components"]["schemas"]
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, methods in description["paths"].items():
        for method in _METHODS:
            if method in methods:
                route = methods[method]
                groups.setdefault(route["tags"][0], []).append(_route(path, method, route, components))
    return groups


def _route(path: str, method: str, route: dict[str, Any], components: dict[str, Any]) -> dict[str, Any]:
    words, _gap, scope = route.get("description", "").partition("\n\nScope: ")
    return {
        "id": route["operationId"],
        "title": words.partition(";")[0].partition(".")[0].partition(":")[0],
        "method": method.upper(),
        "path": path.removeprefix("/api/v1"),
        "words": words,
        "scope": scope.strip("`."),
        "query": [_plain(given) for given in route.get("parameters", []) if given["in"] == "query"],
        "body": _fields(route.get("requestBody", {}), components),
        "answers": [(code, answer["description"]) for code, answer in route["responses"].items()],
        "shown": _fields(_success(route["responses"]), components),
    }


def _plain(given: dict[str, Any]) -> dict[str, Any]:
    """A query parameter; the description's list of choices (lines that begin with a star) in one line."""
    choices = ", ".join(map(str, given["schema"].get("enum", [])))
    return {"name": given["name"], "description": choices or given.get("description", "")}


def _success(answers: dict[str, Any]) -> dict[str, Any]:
    return next(answer for code, answer in answers.items() if code.startswith("2"))


def _fields(holder: dict[str, Any], components: dict[str, Any]) -> list[dict[str, Any]]:
    """The fields of a body, with its type, whether it must be there, and what it means."""
    shape = holder.get("content", {}).get("application/json", {}).get("schema", {})
    shape = shape.get("items", shape)
    shape = components.get(shape.get("$ref", "").rpartition("/")[2], shape)
    shape = shape.get("properties", {}).get("results", {}).get("items", shape)
    shape = components.get(shape.get("$ref", "").rpartition("/")[2], shape)
    needed = shape.get("required", [])
    return [
        {"name": name, "type": field.get("type", ""), "needed": name in needed, "words": field.get("description", "")}
        for name, field in shape.get("properties", {}).items()
    ]
